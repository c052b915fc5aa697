// SPDX-License-Identifier: Apache-2.0
package org.transhume.hypervisor.sim.internal;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a guest wants of the processors over its own time, counted from its boot: constant pieces,
 * one after the other, and from the beginning again after the last. Written as {@code 0.3}, or as
 * {@code 0.3*60s+0.9*30s}; a recorded trace is a demand with many pieces.
 *
 * @param pieces at least one
 */
record Demand(List<Piece> pieces) {

  /** The longest piece, so that sums of pieces stay far from overflow. */
  private static final long LONGEST_NANOS = 366L * 24 * 3600 * 1_000_000_000;

  /**
   * A constant piece of demand.
   *
   * @param processors 0 or more
   * @param nanos how long it lasts
   */
  record Piece(double processors, long nanos) {

    Piece {
      if (!(processors >= 0) || Double.isInfinite(processors)) {
        throw new IllegalArgumentException("a demand is 0 or more processors: " + processors);
      }
      if (nanos <= 0 || nanos > LONGEST_NANOS) {
        throw new IllegalArgumentException("a piece of demand lasts above 0 s and up to a year");
      }
    }
  }

  Demand {
    pieces = List.copyOf(pieces);
    if (pieces.isEmpty()) {
      throw new IllegalArgumentException("a demand needs one piece at least");
    }
  }

  static Demand constant(double processors) {
    return new Demand(List.of(new Piece(processors, LONGEST_NANOS)));
  }

  /**
   * Reads a demand as it is written in configurations.
   *
   * @throws IllegalArgumentException with a message for the writer
   */
  static Demand parse(String text) {
    if (!text.contains("*")) {
      return constant(Quantity.number(text));
    }
    List<Piece> pieces = new ArrayList<>();
    for (String piece : text.split("\\+", -1)) {
      int star = piece.indexOf('*');
      if (star < 0) {
        throw new IllegalArgumentException("'" + piece + "' is no piece such as 0.3*60s");
      }
      pieces.add(
          new Piece(
              Quantity.number(piece.substring(0, star)),
              Quantity.nanos(piece.substring(star + 1))));
    }
    return new Demand(pieces);
  }

  /** The demand as configurations have it; {@link #parse} reads it back. */
  String text() {
    if (pieces.size() == 1) {
      return plain(BigDecimal.valueOf(pieces.get(0).processors));
    }
    return pieces.stream()
        .map(
            piece ->
                plain(BigDecimal.valueOf(piece.processors))
                    + "*"
                    + plain(BigDecimal.valueOf(piece.nanos, 6))
                    + "ms")
        .collect(Collectors.joining("+"));
  }

  /** Processors wanted at that time. */
  double at(long elapsedNanos) {
    long left = Math.floorMod(elapsedNanos, period());
    for (Piece piece : pieces) {
      if (left < piece.nanos) {
        return piece.processors;
      }
      left -= piece.nanos;
    }
    throw new IllegalStateException("a period is the sum of its pieces");
  }

  /** When the demand changes next, later than that time; never, if it is constant. */
  long nextChange(long elapsedNanos) {
    if (pieces.size() == 1) {
      return Long.MAX_VALUE;
    }
    long left = Math.floorMod(elapsedNanos, period());
    long end = 0;
    for (Piece piece : pieces) {
      end += piece.nanos;
      if (left < end) {
        break;
      }
    }
    return elapsedNanos + end - left;
  }

  private static String plain(BigDecimal number) {
    return number.stripTrailingZeros().toPlainString();
  }

  private long period() {
    return pieces.stream().mapToLong(Piece::nanos).sum();
  }
}
