// SPDX-License-Identifier: Apache-2.0
package org.transhume.hypervisor.sim.internal;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.CRC32;

/** Reads a pipe in pieces of known length, without ever waiting for them. */
final class Inbox {

  private final BytePipe pipe;
  private final CRC32 checksum = new CRC32();
  private byte[] piece = new byte[0];
  private int filled;
  private boolean ended;
  private long received;

  Inbox(BytePipe pipe) {
    this.pipe = pipe;
  }

  /**
   * The next piece, when all of it has come. Whoever gets nothing asks again for the same length.
   */
  Optional<byte[]> take(int length) {
    if (piece.length != length) {
      piece = new byte[length];
      filled = 0;
    }
    int count = pipe.poll(ByteBuffer.wrap(piece, filled, length - filled));
    if (count == BytePipe.BROKEN) {
      ended = filled < length;
      count = 0;
    }
    filled += count;
    received += count;
    if (filled < length) {
      return Optional.empty();
    }
    byte[] whole = piece;
    piece = new byte[0];
    filled = 0;
    checksum.update(whole);
    return Optional.of(whole);
  }

  /** Whether the pipe has ended within or before the piece that was last asked for. */
  boolean ended() {
    return ended;
  }

  /** Bytes received so far, those of unfinished pieces included. */
  long received() {
    return received;
  }

  /** Checksum of all pieces taken so far. */
  int checksum() {
    return (int) checksum.getValue();
  }
}
