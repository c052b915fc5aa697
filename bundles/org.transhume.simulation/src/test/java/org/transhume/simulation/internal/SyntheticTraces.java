// SPDX-License-Identifier: Apache-2.0
package org.transhume.simulation.internal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.transhume.simulation.internal.trace.Trace;

/** Days that look like real ones, drawn by a seed: machines that wander around a level. */
public final class SyntheticTraces {

  private SyntheticTraces() {}

  /** So many machines. */
  public static List<Trace> drawn(long seed, int machines, int samples) {
    Random random = new Random(seed);
    List<Trace> traces = new ArrayList<>();
    for (int machine = 0; machine < machines; machine++) {
      double level = 5 + 30 * random.nextDouble();
      byte[] percent = new byte[samples];
      for (int sample = 0; sample < samples; sample++) {
        level = Math.max(1, Math.min(95, level + 8 * random.nextGaussian()));
        percent[sample] = (byte) level;
      }
      traces.add(new Trace("m" + machine, percent));
    }
    return traces;
  }

  /** A machine that wants the same all day. */
  public static Trace steady(String name, int percent, int samples) {
    byte[] all = new byte[samples];
    Arrays.fill(all, (byte) percent);
    return new Trace(name, all);
  }
}
