// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal.journal;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The journal as one file: a header line, then records of length, checksum and bytes. One thread
 * writes; entries that arrive while it forces the disk share the next force. A torn tail, as a loss
 * of power leaves it, is cut with a warning; damage before the tail stops the manager, because what
 * follows it may be the record of a hand-over.
 */
public final class FileJournal implements Journal {

  private static final Logger LOG = LoggerFactory.getLogger(FileJournal.class);
  private static final String FILE = "manager.journal";
  private static final byte[] HEADER =
      "transhume manager journal 1\n".getBytes(StandardCharsets.US_ASCII);
  private static final int RECORD_HEAD = 8;
  private static final int LARGEST_RECORD = 16 << 20;
  private static final long COMPACT_FROM_BYTES = 4L << 20;
  private static final long CLOSE_MILLIS = 10_000;

  private final Path file;
  private final FileChannel lockChannel;

  @SuppressWarnings("UnusedVariable") // Held, not read: it keeps other managers out.
  private final FileLock lock;

  private final Ledger opened = new Ledger();
  private final Ledger written = new Ledger();
  private final LinkedBlockingQueue<Pending> queue = new LinkedBlockingQueue<>();
  private final Thread writer;
  private FileChannel channel;
  private long compactedBytes;
  private volatile boolean closing;

  private record Pending(JournalEntry entry, CompletableFuture<Void> done) {}

  /**
   * Opens or makes the journal in that folder.
   *
   * @throws IOException naming the file and what is wrong with it; also when another manager has it
   */
  public FileJournal(Path folder) throws IOException {
    Files.createDirectories(folder);
    this.file = folder.resolve(FILE);
    this.lockChannel =
        FileChannel.open(
            folder.resolve(FILE + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      this.lock = lockOf(folder);
      this.channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      load();
      tryToCompact();
    } catch (IOException | RuntimeException e) {
      closeQuietly(channel);
      closeQuietly(lockChannel);
      throw e;
    }
    this.writer = new Thread(this::write, "transhume-manager-journal");
    this.writer.setDaemon(true);
    this.writer.start();
  }

  @Override
  public Ledger opened() {
    return opened;
  }

  @Override
  public CompletionStage<Void> append(JournalEntry entry) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    if (closing) {
      done.completeExceptionally(new IOException("the journal is closed"));
    } else {
      queue.add(new Pending(entry, done));
    }
    return done;
  }

  @Override
  public void close() {
    closing = true;
    try {
      writer.join(CLOSE_MILLIS);
      if (writer.isAlive()) {
        LOG.warn("the journal's disk {} does not answer; leaving it", file);
        writer.interrupt();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    closeQuietly(channel);
    closeQuietly(lockChannel);
  }

  private FileLock lockOf(Path folder) throws IOException {
    try {
      FileLock mine = lockChannel.tryLock();
      if (mine != null) {
        return mine;
      }
    } catch (OverlappingFileLockException e) {
      LOG.debug("the journal in {} is locked by this very process", folder, e);
    }
    throw new IOException(
        folder + " is in use by another manager: give each manager a data folder of its own");
  }

  private void load() throws IOException {
    long size = channel.size();
    if (size == 0) {
      channel.write(ByteBuffer.wrap(HEADER), 0);
      channel.force(true);
      return;
    }
    checkHeader(size);
    long position = HEADER.length;
    while (position < size) {
      ByteBuffer record = readRecord(position, size);
      if (record == null) {
        LOG.warn(
            "the end of {} was torn by an interrupted write: cutting the last {} bytes",
            file,
            size - position);
        channel.truncate(position);
        channel.force(true);
        return;
      }
      position += RECORD_HEAD + record.remaining();
      take(record, position);
    }
  }

  private void checkHeader(long size) throws IOException {
    byte[] head = new byte[(int) Math.min(size, HEADER.length)];
    readFully(ByteBuffer.wrap(head), 0);
    boolean torn = size < HEADER.length && Arrays.equals(head, Arrays.copyOf(HEADER, head.length));
    if (torn) {
      channel.truncate(0);
      load();
    } else if (!Arrays.equals(head, HEADER)) {
      throw new IOException(
          file + " is no journal of this version: move it away, or give another data folder");
    }
  }

  /** The record's bytes; null when it was torn, which only the last one can be. */
  private ByteBuffer readRecord(long position, long size) throws IOException {
    if (size - position < RECORD_HEAD) {
      return null;
    }
    ByteBuffer head = ByteBuffer.allocate(RECORD_HEAD);
    readFully(head, position);
    head.flip();
    int length = head.getInt();
    int checksum = head.getInt();
    if (length <= 0 || length > LARGEST_RECORD) {
      if (restIsZero(position, size)) {
        return null;
      }
      throw damaged(position, "a record of " + length + " bytes");
    }
    long end = position + RECORD_HEAD + length;
    if (end > size) {
      return null;
    }
    ByteBuffer bytes = ByteBuffer.allocate(length);
    readFully(bytes, position + RECORD_HEAD);
    bytes.flip();
    if (checksum(bytes.array()) == checksum) {
      return bytes;
    }
    if (end == size || restIsZero(position + RECORD_HEAD, size)) {
      return null;
    }
    throw damaged(position, "a checksum that does not fit, with records behind it");
  }

  private boolean restIsZero(long from, long size) throws IOException {
    ByteBuffer rest = ByteBuffer.allocate((int) Math.min(size - from, LARGEST_RECORD));
    readFully(rest, from);
    for (byte value : rest.array()) {
      if (value != 0) {
        return false;
      }
    }
    return true;
  }

  private void take(ByteBuffer record, long end) throws IOException {
    byte[] content = new byte[record.capacity()];
    record.duplicate().rewind().get(content);
    try {
      JournalEntry entry = JournalEntry.fromValues(Values.fromBytes(content));
      opened.add(entry);
      written.add(entry);
    } catch (IllegalArgumentException e) {
      IOException damage = damaged(end - record.capacity(), "an entry that cannot be read");
      damage.initCause(e);
      throw damage;
    }
  }

  private IOException damaged(long position, String what) {
    return new IOException(
        file
            + " is damaged at byte "
            + position
            + " ("
            + what
            + "). The manager does not start, because migrations may be unfinished. Restore the"
            + " file, or move it away after looking on every host for copies named --incoming or"
            + " --migratedaway");
  }

  private void write() {
    List<Pending> batch = new ArrayList<>();
    while (!closing || !queue.isEmpty()) {
      try {
        Pending first = queue.poll(100, TimeUnit.MILLISECONDS);
        if (first != null) {
          batch.add(first);
          queue.drainTo(batch);
          writeBatch(batch);
          batch.clear();
        }
      } catch (InterruptedException e) {
        closing = true;
        queue.drainTo(batch);
        batch.forEach(
            pending -> pending.done().completeExceptionally(new IOException("interrupted", e)));
        return;
      }
    }
  }

  private void writeBatch(List<Pending> batch) {
    long before = -1;
    try {
      before = channel.size();
      long position = before;
      for (Pending pending : batch) {
        position += writeRecord(channel, position, pending.entry());
      }
      channel.force(false);
      batch.forEach(pending -> written.add(pending.entry()));
    } catch (IOException e) {
      cutBack(before);
      IOException failure =
          new IOException(
              file
                  + " cannot be written ("
                  + e.getMessage()
                  + "); free some space there or repair the disk",
              e);
      batch.forEach(pending -> pending.done().completeExceptionally(failure));
      return;
    }
    batch.forEach(pending -> pending.done().complete(null));
    compactWhenLarge();
  }

  private void compactWhenLarge() {
    try {
      if (channel.size() > Math.max(COMPACT_FROM_BYTES, 4 * compactedBytes)) {
        tryToCompact();
      }
    } catch (IOException e) {
      LOG.warn("the size of {} cannot be read", file, e);
    }
  }

  private void tryToCompact() {
    try {
      compact();
    } catch (IOException e) {
      compactedBytes = Long.MAX_VALUE / 4;
      LOG.warn("{} cannot be compacted and will grow; is the disk full?", file, e);
    }
  }

  private void cutBack(long size) {
    try {
      if (size >= 0) {
        channel.truncate(size);
      }
    } catch (IOException e) {
      LOG.error("{} could not be cut back to {} bytes after a failed write", file, size, e);
    }
  }

  /** Writes the ledger to a new file and puts it in the old one's place. */
  private void compact() throws IOException {
    Path fresh = file.resolveSibling(FILE + ".new");
    FileChannel next =
        FileChannel.open(
            fresh,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE);
    try {
      long position = next.write(ByteBuffer.wrap(HEADER), 0);
      for (JournalEntry entry : written.entries()) {
        position += writeRecord(next, position, entry);
      }
      next.force(true);
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      forceFolder();
      compactedBytes = position;
    } catch (IOException e) {
      closeQuietly(next);
      throw e;
    }
    closeQuietly(channel);
    channel = next;
  }

  private void forceFolder() throws IOException {
    try (FileChannel folder = FileChannel.open(file.resolveSibling(""), StandardOpenOption.READ)) {
      folder.force(true);
    }
  }

  private static int writeRecord(FileChannel to, long position, JournalEntry entry)
      throws IOException {
    byte[] bytes = Values.toBytes(entry.toValues());
    ByteBuffer record = ByteBuffer.allocate(RECORD_HEAD + bytes.length);
    record.putInt(bytes.length).putInt(checksum(bytes)).put(bytes).flip();
    int length = record.remaining();
    long at = position;
    while (record.hasRemaining()) {
      at += to.write(record, at);
    }
    return length;
  }

  private void readFully(ByteBuffer into, long from) throws IOException {
    long at = from;
    while (into.hasRemaining()) {
      int read = channel.read(into, at);
      if (read < 0) {
        throw new EOFException(file + " ended at byte " + at);
      }
      at += read;
    }
  }

  private static int checksum(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return (int) crc.getValue();
  }

  private static void closeQuietly(FileChannel channel) {
    if (channel == null) {
      return;
    }
    try {
      channel.close();
    } catch (IOException e) {
      LOG.debug("closing a journal file failed", e);
    }
  }
}
