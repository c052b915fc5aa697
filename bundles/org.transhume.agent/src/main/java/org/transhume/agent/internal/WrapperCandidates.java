// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.transhume.agent.internal.wrapper.WrapperDefinition;
import org.transhume.spi.wrapper.WrapperFactory;

/** The wrapper factories that are there. For one name the one of the highest rank serves. */
final class WrapperCandidates {

  private static final String NAME = "wrapper.name";
  private static final String DOMAINS = "wrapper.domains";

  private final Map<Long, Candidate> candidates = new HashMap<>();

  private record Candidate(WrapperDefinition definition, ServiceRank rank) {}

  /**
   * Takes a service.
   *
   * @throws IllegalArgumentException naming the property that is missing or makes no sense
   */
  void add(ServiceReference<WrapperFactory> reference, WrapperFactory factory) {
    ServiceRank rank = ServiceRank.of(reference);
    candidates.put(
        rank.serviceId(),
        new Candidate(
            new WrapperDefinition(
                name(reference), rank.version().toString(), domains(reference), factory),
            rank));
  }

  private static String name(ServiceReference<?> reference) {
    if (reference.getProperty(NAME) instanceof String name) {
      return name;
    }
    throw new IllegalArgumentException("service property " + NAME + " is missing");
  }

  private static List<String> domains(ServiceReference<?> reference) {
    Object domains = reference.getProperty(DOMAINS);
    if (domains instanceof String[] several && several.length > 0) {
      return List.of(several);
    }
    if (domains instanceof String one && !one.isBlank()) {
      return List.of(one);
    }
    throw new IllegalArgumentException(
        "service property " + DOMAINS + " is missing: name the domains that it is for");
  }

  void remove(ServiceReference<WrapperFactory> reference) {
    candidates.remove((Long) reference.getProperty(Constants.SERVICE_ID));
  }

  /** The factories that serve, by name. */
  Map<String, WrapperDefinition> serving() {
    return candidates.values().stream()
        .collect(
            Collectors.groupingBy(
                candidate -> candidate.definition().name(),
                Collectors.collectingAndThen(
                    Collectors.maxBy(Comparator.comparing(Candidate::rank)),
                    best -> best.orElseThrow().definition())));
  }
}
