// SPDX-License-Identifier: Apache-2.0
package org.transhume.workload.internal.stream;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * A part of the stream: a line of its number, the checksum of number and payload, and the payload.
 *
 * @param number counted from 1, a connection
 * @param payload letters
 */
record Chunk(long number, String payload) {

  private static final int CHECKSUM_LETTERS = 32;
  private static final String LETTERS =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+-";

  /** The chunk of this number, whose line has about so many bytes. */
  static Chunk of(long number, int bytes) {
    SplittableRandom random = new SplittableRandom(number);
    int header = String.valueOf(number).length() + CHECKSUM_LETTERS + "  \n".length();
    StringBuilder payload = new StringBuilder();
    for (int i = 0; i < Math.max(1, bytes - header); i++) {
      payload.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return new Chunk(number, payload.toString());
  }

  /** A chunk as its line tells it; nothing when the line is none, or the checksum is another. */
  static Optional<Chunk> read(String line) {
    String[] parts = line.split(" ", -1);
    if (parts.length != 3) {
      return Optional.empty();
    }
    try {
      Chunk chunk = new Chunk(Long.parseLong(parts[0]), parts[2]);
      return chunk.checksum().equals(parts[1]) ? Optional.of(chunk) : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** MD5, which the smallest of shells has at hand too: it is to find damage, not forgery. */
  String checksum() {
    try {
      byte[] content = (number + " " + payload).getBytes(StandardCharsets.ISO_8859_1);
      return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has MD5", e);
    }
  }

  /** Its line, with the end of it. */
  String line() {
    return number + " " + checksum() + " " + payload + "\n";
  }
}
