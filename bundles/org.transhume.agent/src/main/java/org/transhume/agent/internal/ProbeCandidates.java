// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.osgi.framework.ServiceReference;
import org.transhume.agent.internal.watch.ProbeDefinition;
import org.transhume.agent.internal.watch.ProbeParameters;
import org.transhume.spi.probe.Probe;
import org.transhume.spi.probe.Subject;

/** The probe services that are there. For one name the one of the highest rank serves. */
final class ProbeCandidates {

  /**
   * One service.
   *
   * @param definition what it would serve as
   * @param rank which of several serves
   */
  record Candidate(ProbeDefinition definition, ServiceRank rank) {

    /**
     * What a service declares.
     *
     * @throws IllegalArgumentException naming the property that is missing or makes no sense
     */
    static Candidate of(ServiceReference<Probe> reference, Probe probe) {
      ProbeParameters defaults =
          new ProbeParameters(
              number(reference, "probe.period.millis", 2000L).longValue(),
              number(reference, "probe.high.threshold", null).doubleValue(),
              number(reference, "probe.low.threshold", null).doubleValue(),
              number(reference, "probe.hold.millis", 10_000L).longValue());
      ServiceRank rank = ServiceRank.of(reference);
      Object watches = reference.getProperty("probe.watches");
      ProbeDefinition definition =
          new ProbeDefinition(
              text(reference, "probe.name"),
              rank.version().toString(),
              text(reference, "probe.unit"),
              watches == null ? Subject.Kind.HOST : Subject.Kind.valueOf(watches.toString()),
              defaults,
              probe);
      return new Candidate(definition, rank);
    }

    private static String text(ServiceReference<?> reference, String property) {
      if (reference.getProperty(property) instanceof String text && !text.isBlank()) {
        return text;
      }
      throw new IllegalArgumentException("service property " + property + " is missing");
    }

    private static Number number(ServiceReference<?> reference, String property, Number otherwise) {
      Object value = reference.getProperty(property);
      if (value == null && otherwise != null) {
        return otherwise;
      }
      if (value instanceof Number number) {
        return number;
      }
      try {
        return Double.valueOf(String.valueOf(value));
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException(
            "service property " + property + " = " + value + " is no number", e);
      }
    }
  }

  private final Map<Long, Candidate> candidates = new HashMap<>();

  void add(Candidate candidate) {
    candidates.put(candidate.rank().serviceId(), candidate);
  }

  void remove(long serviceId) {
    candidates.remove(serviceId);
  }

  /** The probes that serve, by name. */
  Map<String, ProbeDefinition> serving() {
    return candidates.values().stream()
        .collect(
            Collectors.groupingBy(
                candidate -> candidate.definition().name(),
                Collectors.collectingAndThen(
                    Collectors.maxBy(Comparator.comparing(Candidate::rank)),
                    best -> best.orElseThrow().definition())));
  }
}
