// SPDX-License-Identifier: Apache-2.0
package org.transhume.simulation.internal.trace;

import java.util.Objects;
import org.transhume.simulation.internal.plant.Load;

/** How much of its processor one machine used through a day, sampled every five minutes. */
public final class Trace implements Load {

  /** Seconds between two samples. */
  public static final int INTERVAL_SECONDS = 300;

  private final String name;
  private final byte[] percent;

  /**
   * A trace.
   *
   * @param name the machine's name
   * @param percent at least one sample of 0 to 100
   */
  public Trace(String name, byte[] percent) {
    this.name = Objects.requireNonNull(name, "name");
    this.percent = percent.clone();
    if (percent.length == 0) {
      throw new IllegalArgumentException("trace " + name + " has no sample");
    }
  }

  @Override
  public String name() {
    return name;
  }

  /** How many samples there are. */
  public int samples() {
    return percent.length;
  }

  /** Between two samples on the line that joins them. */
  @Override
  public double shareAt(double seconds) {
    int before = (int) Math.floor(seconds / INTERVAL_SECONDS);
    double first = sample(before);
    double past = seconds - (double) before * INTERVAL_SECONDS;
    if (past == 0) {
      return first;
    }
    return first + (sample(before + 1) - first) / INTERVAL_SECONDS * past;
  }

  /** The day ends as it was at its last sample. */
  private double sample(int index) {
    return percent[Math.min(index, percent.length - 1)] / 100.0;
  }
}
