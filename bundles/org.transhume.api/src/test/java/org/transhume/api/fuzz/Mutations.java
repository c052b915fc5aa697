// SPDX-License-Identifier: Apache-2.0
package org.transhume.api.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Damages samples at random, in the same way for the same seed: bits and digits change, pieces are
 * lost, doubled and put elsewhere. For tests of what reads the bytes of others.
 */
public final class Mutations {

  private static final int MOST_AT_ONCE = 4;
  private static final int LONGEST_PIECE = 64;

  /** Pieces at which readers like to stumble. */
  private static final List<byte[]> PIECES =
      List.of(
          bytes("\0"),
          bytes("\n"),
          bytes("\r\n"),
          bytes(" "),
          bytes("-1"),
          bytes("9999999999"),
          bytes("18446744073709551615"),
          bytes("1e999"),
          bytes("null"),
          bytes("[[[[[[[["),
          bytes("{\"a\":"),
          bytes("\u00ff\u00fe"),
          bytes("%"),
          bytes("(null)"));

  private final Random random;

  /** Damages as this seed says. */
  public Mutations(long seed) {
    this.random = new Random(seed);
  }

  /**
   * How many rounds a test plays: some in a build, and as many more as the environment variable
   * {@code TRANSHUME_FUZZ_FACTOR} says.
   */
  public static int rounds(int inABuild) {
    String factor = System.getenv("TRANSHUME_FUZZ_FACTOR");
    return factor == null ? inABuild : Math.multiplyExact(inABuild, Integer.parseInt(factor));
  }

  /** A damaged copy. */
  public byte[] of(byte[] sample) {
    byte[] damaged = sample;
    for (int i = 1 + random.nextInt(MOST_AT_ONCE); i > 0; i--) {
      damaged = once(damaged);
    }
    return damaged;
  }

  private byte[] once(byte[] sample) {
    int at = random.nextInt(sample.length + 1);
    int end = Math.min(sample.length, at + random.nextInt(LONGEST_PIECE));
    return switch (random.nextInt(7)) {
      case 0 -> withFlippedBit(sample);
      case 1 -> spliced(sample, at, end, new byte[0]);
      case 2 -> spliced(sample, at, at, piece(sample, at, end));
      case 3 -> spliced(sample, at, at, PIECES.get(random.nextInt(PIECES.size())));
      case 4 -> spliced(sample, at, end, PIECES.get(random.nextInt(PIECES.size())));
      case 5 -> spliced(sample, at, end, garbage(end - at));
      default -> piece(sample, 0, at);
    };
  }

  private byte[] withFlippedBit(byte[] sample) {
    byte[] damaged = sample.clone();
    if (damaged.length > 0) {
      damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return damaged;
  }

  private byte[] garbage(int length) {
    byte[] garbage = new byte[length];
    random.nextBytes(garbage);
    return garbage;
  }

  private static byte[] spliced(byte[] sample, int from, int to, byte[] piece) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(sample.length + piece.length);
    out.write(sample, 0, from);
    out.writeBytes(piece);
    out.write(sample, to, sample.length - to);
    return out.toByteArray();
  }

  private static byte[] piece(byte[] sample, int from, int to) {
    return Arrays.copyOfRange(sample, from, to);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
