// SPDX-License-Identifier: Apache-2.0
package org.transhume.workload.internal.stream;

import java.io.IOException;
import java.util.Optional;
import org.transhume.workload.internal.Lines;

/** What a client has received, and everything that was wrong with it. */
final class Reception {

  private final Lines lines;
  private final double stallMillis;
  private long chunks;
  private long bytes;
  private long faults;
  private long expected = 1;
  private long lastNanos;
  private double longestStallMillis;
  private boolean isStalling;

  Reception(Lines lines, double stallMillis, long nowNanos) {
    this.lines = lines;
    this.stallMillis = stallMillis;
    this.lastNanos = nowNanos;
  }

  /** A line has come. */
  void line(String line, long nowNanos, long epochMillis) throws IOException {
    silence(nowNanos);
    lastNanos = nowNanos;
    isStalling = false;
    bytes += line.length() + 1L;
    Optional<Chunk> chunk = Chunk.read(line);
    if (chunk.isEmpty()) {
      fault("checksum", "chunk " + expected);
      expected++;
      return;
    }
    long number = chunk.get().number();
    if (number != expected) {
      fault("gap", "after " + (expected - 1) + " comes " + number);
    }
    expected = number + 1;
    chunks++;
    lines.print("chunk", number, epochMillis);
  }

  /** No line has come until now. */
  void silence(long nowNanos) throws IOException {
    double millis = (nowNanos - lastNanos) / 1e6;
    longestStallMillis = Math.max(longestStallMillis, millis);
    if (millis > stallMillis && !isStalling) {
      isStalling = true;
      fault("stall", "nothing for more than " + Math.round(stallMillis) + " ms");
    }
  }

  /** The connection has come to an end that the client did not want. */
  void reset(String reason) throws IOException {
    fault("reset", reason);
  }

  private void fault(String kind, String text) throws IOException {
    faults++;
    lines.print("fault", kind, text);
  }

  /** Tells the sum of it. */
  boolean isSound() throws IOException {
    lines.print("received", chunks, bytes, longestStallMillis, faults);
    return faults == 0;
  }
}
