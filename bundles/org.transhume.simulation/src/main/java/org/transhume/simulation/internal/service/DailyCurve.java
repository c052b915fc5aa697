// SPDX-License-Identifier: Apache-2.0
package org.transhume.simulation.internal.service;

import java.util.Random;
import java.util.random.RandomGenerator;

/**
 * A made day: least at four in the morning and most twelve hours later on a cosine, with noise that
 * lasts some minutes and with bursts, all drawn by a seed.
 */
final class DailyCurve implements RequestCurve {

  private static final int SAMPLE_SECONDS = 60;
  private static final double DAY_SECONDS = 86_400;
  private static final double LEAST_AT_SECONDS = 4 * 3600;

  /** Of the noise of one minute, what is still there in the next. */
  private static final double LASTING = 0.9;

  private final double[] samples;

  DailyCurve(ServiceSettings settings) {
    RandomGenerator random = new Random(settings.seed());
    int count = (int) Math.ceil(settings.daySeconds() / SAMPLE_SECONDS) + 1;
    samples = new double[count];
    double noise = 0;
    double strength = settings.noiseShare() * Math.sqrt(1 - LASTING * LASTING);
    for (int i = 0; i < count; i++) {
      noise = LASTING * noise + strength * random.nextGaussian();
      double angle = 2 * Math.PI * (i * SAMPLE_SECONDS - LEAST_AT_SECONDS) / DAY_SECONDS;
      double height = (1 - Math.cos(angle)) / 2;
      double base =
          settings.troughRequests()
              + (settings.peakRequests() - settings.troughRequests()) * height;
      samples[i] = Math.max(0, base * (1 + noise));
    }
    for (int burst = 0; burst < settings.bursts(); burst++) {
      add(settings, random.nextDouble() * settings.daySeconds());
    }
  }

  /** A burst rises and falls on straight lines. */
  private void add(ServiceSettings settings, double beginsAt) {
    double half = settings.burstSeconds() / 2;
    for (int i = 0; i < samples.length; i++) {
      double off = Math.abs(i * SAMPLE_SECONDS - beginsAt - half);
      samples[i] *= 1 + settings.burstShare() * Math.max(0, 1 - off / half);
    }
  }

  @Override
  public double perSecond(double seconds) {
    int at = Math.min((int) (seconds / SAMPLE_SECONDS), samples.length - 1);
    int next = Math.min(at + 1, samples.length - 1);
    double part = Math.min(1, seconds / SAMPLE_SECONDS - at);
    return samples[at] + (samples[next] - samples[at]) * part;
  }
}
