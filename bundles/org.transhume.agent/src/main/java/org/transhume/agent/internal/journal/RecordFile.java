// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal.journal;

import java.io.Closeable;
import java.io.IOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An append-only file of records, each a line: a checksum, then words separated by spaces. A record
 * is on the disk when {@link #append} returns. A torn last record is cut when the file is opened;
 * damage in the middle is never repaired silently. Not safe for use by several threads.
 */
final class RecordFile implements Closeable {

  private static final Logger LOG = LoggerFactory.getLogger(RecordFile.class);
  private static final int CHECKSUM_DIGITS = 8;

  private final Path path;
  private final FileChannel channel;
  private long end;

  private RecordFile(Path path, FileChannel channel, long end) {
    this.path = path;
    this.channel = channel;
    this.end = end;
  }

  /**
   * An open file and what it holds.
   *
   * @param file to append to
   * @param records what was written before
   */
  record Opened(RecordFile file, List<List<String>> records) {}

  /**
   * Opens or creates.
   *
   * @throws IOException naming the path and the remedy
   */
  static Opened open(Path path) throws IOException {
    Files.createDirectories(folderOf(path));
    byte[] bytes = Files.exists(path) ? Files.readAllBytes(path) : new byte[0];
    List<List<String>> records = new ArrayList<>();
    int end = read(path, bytes, records);
    FileChannel channel =
        FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (end < bytes.length) {
      LOG.warn("{}: its last record was torn; {} bytes are cut", path, bytes.length - end);
      channel.truncate(end);
      channel.force(true);
    }
    forceFolder(folderOf(path));
    return new Opened(new RecordFile(path, channel, end), records);
  }

  /** Reads every whole record and returns where the last of them ends. */
  private static int read(Path path, byte[] bytes, List<List<String>> records) throws IOException {
    int start = 0;
    while (start < bytes.length) {
      int newline = indexOf(bytes, start);
      Optional<List<String>> words =
          newline < 0
              ? Optional.empty()
              : decode(new String(bytes, start, newline - start, StandardCharsets.US_ASCII));
      if (words.isEmpty()) {
        if (newline >= 0 && newline + 1 < bytes.length) {
          throw new IOException(
              path
                  + ": record "
                  + (records.size() + 1)
                  + " is damaged and others follow it; move the file away after every migration of"
                  + " this host was looked at by hand");
        }
        return start;
      }
      records.add(words.get());
      start = newline + 1;
    }
    return start;
  }

  private static int indexOf(byte[] bytes, int start) {
    int i = start;
    while (i < bytes.length && bytes[i] != '\n') {
      i++;
    }
    return i < bytes.length ? i : -1;
  }

  /**
   * Writes a record and waits until it is on the disk. A record that could not be written leaves
   * the file as it was.
   */
  void append(List<String> words) throws IOException {
    byte[] line = encode(words).getBytes(StandardCharsets.US_ASCII);
    try {
      ByteBuffer bytes = ByteBuffer.wrap(line);
      while (bytes.hasRemaining()) {
        channel.write(bytes, end + bytes.position());
      }
      channel.force(false);
      end += line.length;
    } catch (IOException e) {
      IOException told =
          new IOException(
              path
                  + " cannot be written ("
                  + e.getMessage()
                  + "); free some space there or repair the disk",
              e);
      takeBack(told);
      throw told;
    }
  }

  private void takeBack(IOException told) {
    try {
      channel.truncate(end);
    } catch (IOException e) {
      told.addSuppressed(e);
    }
  }

  /** Replaces the whole file, so that either the old or the new content is there. */
  static void rewrite(Path path, List<List<String>> records) throws IOException {
    Path fresh = path.resolveSibling(path.getFileName() + ".new");
    String text = records.stream().map(RecordFile::encode).collect(Collectors.joining());
    try (FileChannel channel =
        FileChannel.open(
            fresh,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    forceFolder(folderOf(path));
  }

  private static Path folderOf(Path path) {
    return path.resolveSibling("");
  }

  private static void forceFolder(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private static String encode(List<String> words) {
    String text =
        words.stream()
            .map(word -> URLEncoder.encode(word, StandardCharsets.UTF_8))
            .collect(Collectors.joining(" "));
    return checksum(text) + " " + text + "\n";
  }

  private static Optional<List<String>> decode(String line) {
    boolean whole =
        line.length() > CHECKSUM_DIGITS
            && line.substring(0, CHECKSUM_DIGITS)
                .equals(checksum(line.substring(CHECKSUM_DIGITS + 1)));
    return whole
        ? Optional.of(
            Arrays.stream(line.substring(CHECKSUM_DIGITS + 1).split(" ", -1))
                .map(word -> URLDecoder.decode(word, StandardCharsets.UTF_8))
                .toList())
        : Optional.empty();
  }

  private static String checksum(String text) {
    CRC32C crc = new CRC32C();
    crc.update(text.getBytes(StandardCharsets.US_ASCII));
    return String.format("%08x", crc.getValue());
  }
}
