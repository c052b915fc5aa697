// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal.view;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import org.transhume.api.model.DomainSnapshot;
import org.transhume.api.model.DomainType;
import org.transhume.api.model.Explanation;
import org.transhume.api.model.HostSnapshot;
import org.transhume.api.model.HostState;
import org.transhume.api.model.ThresholdState;
import org.transhume.api.mx.DomainSample;
import org.transhume.api.mx.HostSample;
import org.transhume.api.mx.ProbeEvent;
import org.transhume.manager.internal.AgentPort;
import org.transhume.manager.internal.AgentPort.Received;

/** One host as its agent last told it. */
final class HostView {

  private final String name;
  private AgentPort agent;
  private String lostBecause = "";
  private Received received;
  private HostSample sample;
  private Explanation objection;
  private final Map<String, ThresholdState> crossed = new HashMap<>();
  private List<DomainSnapshot> domains = List.of();

  HostView(String name) {
    this.name = name;
  }

  void connected(AgentPort by) {
    agent = by;
    lostBecause = "";
  }

  void lost(String detail) {
    agent = null;
    lostBecause = detail;
  }

  Optional<AgentPort> agent() {
    return Optional.ofNullable(agent);
  }

  Optional<HostSample> sample() {
    return Optional.ofNullable(sample);
  }

  List<DomainSnapshot> domains() {
    return domains;
  }

  /** When the newest sample that was looked at arrived. */
  long receivedMillis() {
    return received == null ? Long.MIN_VALUE : received.atMonotonicMillis();
  }

  /**
   * Looks at the newest sample.
   *
   * @return whether there was a new one
   */
  @SuppressWarnings("ReferenceEquality") // The very same sample, not one that says the same.
  boolean refresh() {
    Received newest = agent == null ? null : agent.newestSample().orElse(null);
    if (newest == null || newest == received) {
      return false;
    }
    received = newest;
    try {
      HostSample next = newest.sample().get();
      objection =
          next.host().equals(name)
              ? SampleSanity.objection(next, sample).orElse(null)
              : Explanation.of("ABSURD_DATA", name + " speaks of another host, " + next.host());
      sample = next;
      domains = objection == null ? domainsOf(next) : domains;
      crossed.values().removeIf(state -> state.sinceEpochMillis() <= next.atEpochMillis());
    } catch (IllegalArgumentException e) {
      objection =
          Explanation.of(
              "UNREADABLE", "the sample of " + name + " cannot be read: " + e.getMessage());
    }
    return true;
  }

  /** Notes a crossing that is newer than the newest sample. */
  void probe(ProbeEvent event) {
    if (!event.subjectKind().equals("HOST")) {
      return;
    }
    if (sample != null && event.atEpochMillis() < sample.atEpochMillis()) {
      return;
    }
    ThresholdState known =
        sample == null
            ? null
            : sample.thresholds().stream()
                .filter(state -> state.probe().equals(event.probe()))
                .findFirst()
                .orElse(null);
    double threshold = event.threshold() == null ? Double.NaN : event.threshold();
    crossed.put(
        event.probe(),
        new ThresholdState(
            event.probe(),
            event.level(),
            event.atEpochMillis(),
            event.value(),
            known == null ? threshold : known.highThreshold(),
            known == null ? threshold : known.lowThreshold()));
  }

  /** Why nobody may decide on this host's data; empty when they are good. */
  Optional<Explanation> staleReason(long nowMonotonicMillis, long staleAfterMillis) {
    if (agent == null) {
      return Optional.of(
          Explanation.of("LOST", "no contact with the agent of " + name + detail(lostBecause)));
    }
    if (received == null) {
      return Optional.of(
          Explanation.of("NO_SAMPLE", "the agent of " + name + " has sent no sample yet"));
    }
    long age = nowMonotonicMillis - received.atMonotonicMillis();
    if (age > staleAfterMillis) {
      return Optional.of(
          new Explanation(
              "SILENT",
              "no sample from "
                  + name
                  + " for "
                  + age
                  + " ms; "
                  + staleAfterMillis
                  + " are allowed",
              Map.of("ageMillis", Long.toString(age), "host", name)));
    }
    return Optional.ofNullable(objection);
  }

  HostSnapshot snapshot(boolean stale) {
    if (sample == null) {
      return new HostSnapshot(
          name,
          HostState.ACTIVE,
          true,
          0,
          0,
          OptionalDouble.empty(),
          OptionalDouble.empty(),
          0,
          0,
          List.of(),
          Set.of(),
          Map.of());
    }
    return new HostSnapshot(
        name,
        sample.state(),
        stale,
        sample.atEpochMillis(),
        sample.physicalCpus(),
        optional(sample.cpuLoad()),
        optional(sample.controlDomainCpuLoad()),
        sample.totalMemoryBytes(),
        sample.freeMemoryBytes(),
        thresholds(),
        Set.of(),
        Map.of());
  }

  private List<ThresholdState> thresholds() {
    if (crossed.isEmpty()) {
      return sample.thresholds();
    }
    List<ThresholdState> states = new ArrayList<>(crossed.values());
    sample.thresholds().stream()
        .filter(state -> !crossed.containsKey(state.probe()))
        .forEach(states::add);
    states.sort((a, b) -> a.probe().compareTo(b.probe()));
    return states;
  }

  private List<DomainSnapshot> domainsOf(HostSample from) {
    Demand demand = new Demand(from);
    return from.domains().stream().map(domain -> domainOf(domain, demand)).toList();
  }

  private DomainSnapshot domainOf(DomainSample domain, Demand demand) {
    boolean movable = domain.movable() && domain.type() != null;
    List<Explanation> reasons =
        domain.type() == null
            ? List.of(
                Explanation.of(
                    "TYPE_UNKNOWN", "how " + domain.name() + " is virtualised is unknown"))
            : domain.notMovableReasons();
    return new DomainSnapshot(
        domain.uuid(),
        domain.name(),
        name,
        domain.state(),
        domain.type() == null ? DomainType.PV : domain.type(),
        domain.memoryBytes(),
        domain.vcpus(),
        domain.weight(),
        domain.capPercent(),
        optional(domain.cpuLoad()),
        demand.of(domain),
        domain.networkBytesPerSecond() == null
            ? OptionalLong.empty()
            : OptionalLong.of(Math.round(domain.networkBytesPerSecond())),
        Set.copyOf(domain.tags()),
        Set.of(),
        movable,
        movable ? List.of() : reasons,
        domain.arrivedAtEpochMillis());
  }

  private static OptionalDouble optional(Double value) {
    return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
  }

  private static String detail(String text) {
    return text.isEmpty() ? "" : ": " + text;
  }
}
