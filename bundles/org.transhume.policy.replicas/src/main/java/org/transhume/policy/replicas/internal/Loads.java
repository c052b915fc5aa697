// SPDX-License-Identifier: Apache-2.0
package org.transhume.policy.replicas.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.transhume.spi.policy.PolicyState;

/**
 * What each service has wanted lately. It is looked at some dozen times within what is remembered,
 * and not at every event, because a policy's state is journalled whenever it differs.
 */
final class Loads {

  private static final String LOADS = "loads";
  private static final int LOOKS = 30;
  private static final double MILLI = 1000;

  private final Map<String, List<Sample>> byService;

  private Loads(Map<String, List<Sample>> byService) {
    this.byService = byService;
  }

  private record Sample(long at, double wanted) {}

  /** What a state holds of it; whatever in there is of another form counts as nothing. */
  static Loads remembered(PolicyState state) {
    Map<String, List<Sample>> byService = new TreeMap<>();
    if (state.values().get(LOADS) instanceof Map<?, ?> known) {
      known.forEach(
          (service, samples) -> {
            if (samples instanceof List<?> list) {
              byService.put((String) service, samples(list));
            }
          });
    }
    return new Loads(byService);
  }

  private static List<Sample> samples(List<?> list) {
    List<Sample> samples = new ArrayList<>();
    for (Object item : list) {
      if (item instanceof List<?> two
          && two.size() == 2
          && two.get(0) instanceof Long at
          && two.get(1) instanceof Double wanted) {
        samples.add(new Sample(at, wanted));
      }
    }
    return samples;
  }

  /** Learns what services want now where it is time to look again, and forgets what is old. */
  Loads seen(Map<String, Double> wanted, long now, long memoryMillis) {
    Map<String, List<Sample>> next = new TreeMap<>();
    wanted.forEach(
        (service, value) -> {
          List<Sample> samples = new ArrayList<>(byService.getOrDefault(service, List.of()));
          samples.removeIf(sample -> sample.at() > now || sample.at() < now - memoryMillis);
          long last = samples.isEmpty() ? Long.MIN_VALUE : samples.get(samples.size() - 1).at();
          if (samples.isEmpty() || now - last >= memoryMillis / LOOKS) {
            samples.add(new Sample(now, Math.round(value * MILLI) / MILLI));
          }
          next.put(service, samples);
        });
    return new Loads(next);
  }

  /**
   * What a service is expected to want, in processors of one gigahertz: where the line through what
   * it wanted will be, and its mean distance from that line some times more; never less than now.
   *
   * @param present what it wants now
   * @param at the time of interest, in milliseconds
   */
  double expected(String service, double present, long at, double deviations) {
    List<Sample> samples = byService.getOrDefault(service, List.of());
    if (samples.size() < 3) {
      return present;
    }
    double meanAt = samples.stream().mapToDouble(sample -> sample.at() - at).average().orElse(0);
    double mean = samples.stream().mapToDouble(Sample::wanted).average().orElse(0);
    double slope = slope(samples, at, meanAt, mean);
    double distance =
        samples.stream()
            .mapToDouble(
                sample -> Math.abs(sample.wanted() - mean - slope * (sample.at() - at - meanAt)))
            .average()
            .orElse(0);
    return Math.max(present, mean - slope * meanAt + deviations * distance);
  }

  /** Of the line of least squares, per millisecond. */
  private static double slope(List<Sample> samples, long at, double meanAt, double mean) {
    double spread = 0;
    double together = 0;
    for (Sample sample : samples) {
      double off = sample.at() - at - meanAt;
      spread += off * off;
      together += off * (sample.wanted() - mean);
    }
    return spread == 0 ? 0 : together / spread;
  }

  /** The most that a service has wanted of what is remembered. */
  double most(String service) {
    return byService.getOrDefault(service, List.of()).stream()
        .mapToDouble(Sample::wanted)
        .max()
        .orElse(0);
  }

  /** As JDK types, for a policy's state; {@link #remembered} finds them there. */
  Map<String, Object> toValues() {
    Map<String, Object> values = new TreeMap<>();
    byService.forEach(
        (service, samples) ->
            values.put(
                service,
                samples.stream().map(sample -> List.of(sample.at(), sample.wanted())).toList()));
    return Map.of(LOADS, values);
  }
}
