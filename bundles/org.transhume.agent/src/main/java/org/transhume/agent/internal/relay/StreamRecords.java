// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal.relay;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Counts pages and rounds from the record headers of an xl migration stream (xl's own header, then
 * libxl's, then libxc's; Xen's {@code docs/specs/libxl-migration-stream.pandoc} and {@code
 * libxc-migration-stream.pandoc}). It reads the few header bytes and skips the rest. Whatever it
 * does not know makes it give up and say nothing more: it never disturbs the migration.
 *
 * <p>The stream has no mark for a round; but a round sends its pages in ascending order, so a batch
 * that begins below the one before begins a new round.
 */
final class StreamRecords {

  private static final byte[] XL_MAGIC =
      "Xen saved domain, xl format\n".getBytes(StandardCharsets.US_ASCII);
  private static final int XL_HEADER = 48;
  private static final int LIBXL_HEADER = 16;
  private static final int LIBXC_IMAGE_HEADER = 24;
  private static final int LIBXC_DOMAIN_HEADER = 16;
  private static final int RECORD_HEADER = 8;
  private static final int COUNT_BYTES = 8;
  private static final int PFN_BYTES = 8;
  private static final int PAGE_DATA_HEAD = COUNT_BYTES + PFN_BYTES;
  private static final int PAGE_BYTES = 4096;

  private static final long LIBXL_IDENT = 0x4c6962786c466d74L;
  private static final int LIBXL_LIBXC_CONTEXT = 1;
  private static final int LIBXC_END = 0;
  private static final int LIBXC_PAGE_DATA = 1;
  private static final long PFN_MASK = (1L << 52) - 1;

  private enum Part {
    XL_HEADER,
    LIBXL_HEADER,
    LIBXL_RECORD,
    LIBXC_HEADERS,
    LIBXC_RECORD,
    PAGE_DATA,
    LOST
  }

  private final ByteBuffer header = ByteBuffer.allocate(64);
  private Part part = Part.XL_HEADER;
  private int wanted = XL_HEADER;
  private long skip;
  private long body;
  private long lastFirstPfn = -1;
  private volatile int round;
  private volatile long pages;

  /** Reads along; the chunk's position stays as it was. */
  void read(ByteBuffer chunk) {
    ByteBuffer view = chunk.duplicate();
    while (view.hasRemaining() && part != Part.LOST) {
      if (skip > 0) {
        int jump = (int) Math.min(skip, view.remaining());
        view.position(view.position() + jump);
        skip -= jump;
      } else {
        gather(view);
      }
    }
  }

  /** The present round of pre-copy, from 1; 0 while unknown. */
  int round() {
    return round;
  }

  /** Pages that have passed, repeated ones counted each time. */
  long pages() {
    return pages;
  }

  private void gather(ByteBuffer view) {
    int take = Math.min(wanted - header.position(), view.remaining());
    ByteBuffer piece = view.duplicate();
    piece.limit(piece.position() + take);
    header.put(piece);
    view.position(view.position() + take);
    if (header.position() == wanted) {
      header.flip();
      understand();
      header.clear();
    }
  }

  private void understand() {
    switch (part) {
      case XL_HEADER -> xlHeader();
      case LIBXL_HEADER -> libxlHeader();
      case LIBXL_RECORD -> libxlRecord();
      case LIBXC_HEADERS -> next(Part.LIBXC_RECORD, RECORD_HEADER, 0);
      case LIBXC_RECORD -> libxcRecord();
      case PAGE_DATA -> pageData();
      case LOST -> header.clear();
    }
  }

  private void xlHeader() {
    boolean known = true;
    for (int i = 0; i < XL_MAGIC.length; i++) {
      known &= header.get(i) == XL_MAGIC[i];
    }
    // 32 bytes of magic, byte order, mandatory flags, optional flags, length of what follows.
    long optional = unsigned(header.order(ByteOrder.LITTLE_ENDIAN).getInt(44));
    if (known) {
      next(Part.LIBXL_HEADER, LIBXL_HEADER, optional);
    } else {
      lose();
    }
  }

  private void libxlHeader() {
    if (header.order(ByteOrder.BIG_ENDIAN).getLong(0) == LIBXL_IDENT) {
      next(Part.LIBXL_RECORD, RECORD_HEADER, 0);
    } else {
      lose();
    }
  }

  private void libxlRecord() {
    header.order(ByteOrder.LITTLE_ENDIAN);
    long length = padded(unsigned(header.getInt(4)));
    if (header.getInt(0) == LIBXL_LIBXC_CONTEXT) {
      next(Part.LIBXC_HEADERS, LIBXC_IMAGE_HEADER + LIBXC_DOMAIN_HEADER, length);
    } else {
      next(Part.LIBXL_RECORD, RECORD_HEADER, length);
    }
  }

  private void libxcRecord() {
    header.order(ByteOrder.LITTLE_ENDIAN);
    int type = header.getInt(0);
    body = padded(unsigned(header.getInt(4)));
    if (type == LIBXC_PAGE_DATA && body > PAGE_DATA_HEAD) {
      next(Part.PAGE_DATA, PAGE_DATA_HEAD, 0);
    } else if (type == LIBXC_END) {
      next(Part.LIBXL_RECORD, RECORD_HEADER, body);
    } else {
      next(Part.LIBXC_RECORD, RECORD_HEADER, body);
    }
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // Only the relay's one thread writes.
  private void pageData() {
    header.order(ByteOrder.LITTLE_ENDIAN);
    // Not every page frame that is listed has a page: of a PVH guest, all below 4 GiB are listed.
    long data = body - COUNT_BYTES - PFN_BYTES * unsigned(header.getInt(0));
    if (data < 0) {
      lose();
      return;
    }
    pages += data / PAGE_BYTES;
    long firstPfn = header.getLong(8) & PFN_MASK;
    if (firstPfn <= lastFirstPfn || round == 0) {
      int next = round + 1;
      round = next;
    }
    lastFirstPfn = firstPfn;
    next(Part.LIBXC_RECORD, RECORD_HEADER, body - PAGE_DATA_HEAD);
  }

  private void next(Part what, int bytes, long after) {
    part = what;
    wanted = bytes;
    skip = after;
  }

  private void lose() {
    part = Part.LOST;
  }

  private static long unsigned(int value) {
    return Integer.toUnsignedLong(value);
  }

  private static long padded(long length) {
    return (length + 7) & ~7L;
  }
}
