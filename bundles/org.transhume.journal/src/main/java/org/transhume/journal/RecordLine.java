// SPDX-License-Identifier: Apache-2.0
package org.transhume.journal;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.zip.CRC32C;

/**
 * What is appended at once, as a line: the CRC-32C of the rest in eight hexadecimal digits, a
 * space, and the records, separated by semicolons; of each its words, separated by spaces and
 * encoded as in a form of the web. A line is there whole or not at all, and so are its records.
 */
public final class RecordLine {

  static final byte END = '\n';

  /** Of the checksum and the space behind it. */
  static final int HEAD = 9;

  private static final HexFormat HEX = HexFormat.of();

  private RecordLine() {}

  /**
   * The line for records, its end included.
   *
   * @throws IllegalArgumentException when a record has no words
   */
  public static byte[] encode(List<List<String>> records) {
    String text = records.stream().map(RecordLine::words).collect(Collectors.joining(";"));
    CRC32C crc = new CRC32C();
    crc.update(text.getBytes(StandardCharsets.US_ASCII));
    return (HEX.toHexDigits((int) crc.getValue()) + " " + text + "\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  private static String words(List<String> record) {
    if (record.isEmpty()) {
      throw new IllegalArgumentException("a record without words");
    }
    return record.stream()
        .map(word -> URLEncoder.encode(word, StandardCharsets.UTF_8))
        .collect(Collectors.joining(" "));
  }

  /** The records of one line with its end; empty when it is damaged or none. */
  public static Optional<List<List<String>>> decode(byte[] line) {
    boolean ends = line.length > 0 && line[line.length - 1] == END;
    return ends ? decode(line, 0, line.length - 1) : Optional.empty();
  }

  /** The records between two positions, which is a line without its end; empty when damaged. */
  static Optional<List<List<String>>> decode(byte[] bytes, int from, int to) {
    OptionalInt checksum = checksum(bytes, from, to);
    if (checksum.isEmpty()) {
      return Optional.empty();
    }
    CRC32C crc = new CRC32C();
    crc.update(bytes, from + HEAD, to - from - HEAD);
    return (int) crc.getValue() == checksum.getAsInt()
        ? records(new String(bytes, from + HEAD, to - from - HEAD, StandardCharsets.US_ASCII))
        : Optional.empty();
  }

  /** Where a whole line ends that begins here and reaches no further, whatever byte ends it. */
  static OptionalInt endOfWhole(byte[] bytes, int from, int limit) {
    OptionalInt checksum = checksum(bytes, from, limit);
    if (checksum.isEmpty()) {
      return OptionalInt.empty();
    }
    CRC32C crc = new CRC32C();
    for (int i = from + HEAD; i < limit; i++) {
      crc.update(bytes[i]);
      if ((int) crc.getValue() == checksum.getAsInt() && decode(bytes, from, i + 1).isPresent()) {
        return OptionalInt.of(i + 1);
      }
    }
    return OptionalInt.empty();
  }

  /** Whether a byte may stand there in a line, counted from the line's begin. */
  static boolean isPossible(byte value, int at) {
    char c = (char) (value & 0xff);
    if (at < HEAD - 1) {
      return isDigit(c);
    }
    if (at == HEAD - 1) {
      return c == ' ';
    }
    return (c >= '0' && c <= '9')
        || (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || " ;%+.-*_".indexOf(c) >= 0;
  }

  private static boolean isDigit(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
  }

  private static OptionalInt checksum(byte[] bytes, int from, int to) {
    if (to - from < HEAD) {
      return OptionalInt.empty();
    }
    for (int i = 0; i < HEAD; i++) {
      if (!isPossible(bytes[from + i], i)) {
        return OptionalInt.empty();
      }
    }
    String digits = new String(bytes, from, HEAD - 1, StandardCharsets.US_ASCII);
    return OptionalInt.of(HexFormat.fromHexDigits(digits));
  }

  private static Optional<List<List<String>>> records(String text) {
    try {
      return Optional.of(
          Arrays.stream(text.split(";", -1))
              .map(
                  record ->
                      Arrays.stream(record.split(" ", -1))
                          .map(word -> URLDecoder.decode(word, StandardCharsets.UTF_8))
                          .toList())
              .toList());
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
