// SPDX-License-Identifier: Apache-2.0
package org.transhume.simulation.internal.service;

import java.util.List;
import org.transhume.simulation.internal.trace.Trace;

/**
 * A day taken from recorded load: users are as busy as the recorded machines were on average, from
 * the trough at the recorded day's least to the peak at its most.
 */
final class RecordedCurve implements RequestCurve {

  private final double[] samples;

  RecordedCurve(ServiceSettings settings, List<Trace> traces) {
    int count = traces.get(0).samples();
    samples = new double[count];
    double least = Double.MAX_VALUE;
    double most = 0;
    for (int i = 0; i < count; i++) {
      double at = (double) i * Trace.INTERVAL_SECONDS;
      samples[i] = traces.stream().mapToDouble(trace -> trace.shareAt(at)).average().orElse(0);
      least = Math.min(least, samples[i]);
      most = Math.max(most, samples[i]);
    }
    double width = most > least ? most - least : 1;
    for (int i = 0; i < count; i++) {
      samples[i] =
          settings.troughRequests()
              + (settings.peakRequests() - settings.troughRequests())
                  * (samples[i] - least)
                  / width;
    }
  }

  @Override
  public double perSecond(double seconds) {
    double position = Math.min(seconds / Trace.INTERVAL_SECONDS, samples.length - 1);
    int at = (int) position;
    int next = Math.min(at + 1, samples.length - 1);
    return samples[at] + (samples[next] - samples[at]) * (position - at);
  }
}
