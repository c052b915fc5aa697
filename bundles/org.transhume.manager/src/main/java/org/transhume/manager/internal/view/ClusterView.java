// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal.view;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.transhume.api.model.ClusterSnapshot;
import org.transhume.api.model.DomainSnapshot;
import org.transhume.api.model.Explanation;
import org.transhume.api.model.HostSnapshot;
import org.transhume.api.model.MigrationSnapshot;
import org.transhume.api.mx.DomainSample;
import org.transhume.api.mx.HostSample;
import org.transhume.api.mx.ProbeEvent;
import org.transhume.manager.internal.AgentPort;
import org.transhume.manager.internal.MigrationRequest;

/**
 * Everything that the agents have told, kept up to date as it is looked at. Belongs to the loop.
 *
 * <p>A host's data are stale when they are too old, absurd or missing. A domain that two hosts
 * claim to run at once may be a real catastrophe or two samples taken around the end of a move:
 * until both hosts have spoken again it is merely not touched, after that it is told.
 */
public final class ClusterView {

  private final long staleAfterMillis;
  private final UnaryOperator<ClusterSnapshot> rules;
  private final Map<String, HostView> hosts = new TreeMap<>();
  private final Map<String, Sighting> twice = new TreeMap<>();

  private record Sighting(Set<String> hosts, long sinceMonotonicMillis) {}

  /** A view in which silence of that length makes a host stale. */
  public ClusterView(long staleAfterMillis) {
    this(staleAfterMillis, UnaryOperator.identity());
  }

  /**
   * The same for a cluster with rules.
   *
   * @param rules puts those in force into a snapshot
   */
  public ClusterView(long staleAfterMillis, UnaryOperator<ClusterSnapshot> rules) {
    this.staleAfterMillis = staleAfterMillis;
    this.rules = rules;
  }

  /** The host's agent answers. */
  public void connected(AgentPort agent) {
    host(agent.host()).connected(agent);
  }

  /** The host's agent answers no more; nothing changes when another one has taken its place. */
  public void lost(AgentPort agent, String detail) {
    HostView host = host(agent.host());
    if (host.agent().filter(current -> current == agent).isPresent()) {
      host.lost(detail);
    }
  }

  /** A probe crossed a threshold. */
  public void probe(ProbeEvent event) {
    HostView host = hosts.get(event.host());
    if (host != null) {
      host.refresh();
      host.probe(event);
    }
  }

  /** The agent of that host, while it is connected. */
  public Optional<AgentPort> agent(String host) {
    return Optional.ofNullable(hosts.get(host)).flatMap(HostView::agent);
  }

  /** Every connected agent. */
  public List<AgentPort> agents() {
    return hosts.values().stream().flatMap(host -> host.agent().stream()).toList();
  }

  /** Looks at the newest samples of all hosts. */
  public void refresh(long nowMonotonicMillis) {
    boolean changed = false;
    for (HostView host : hosts.values()) {
      changed |= host.refresh();
    }
    if (changed) {
      lookForDomainsThatRunTwice(nowMonotonicMillis);
    }
  }

  /** Whether the host was heard after that moment, or is not heard at all. */
  public boolean heardSince(String host, long monotonicMillis) {
    HostView view = hosts.get(host);
    return view == null || view.agent().isEmpty() || view.receivedMillis() > monotonicMillis;
  }

  /** Looks at the newest sample of one host. */
  public void refresh(String host) {
    HostView view = hosts.get(host);
    if (view != null) {
      view.refresh();
    }
  }

  /** What is known now, for decisions. */
  public ClusterSnapshot snapshot(
      long nowMonotonicMillis, long nowEpochMillis, List<MigrationSnapshot> migrations) {
    List<HostSnapshot> known = new ArrayList<>(hosts.size());
    List<DomainSnapshot> domains = new ArrayList<>();
    for (HostView host : hosts.values()) {
      known.add(host.snapshot(host.staleReason(nowMonotonicMillis, staleAfterMillis).isPresent()));
      host.domains().forEach(domain -> domains.add(guarded(domain)));
    }
    return rules.apply(new ClusterSnapshot(nowEpochMillis, known, domains, migrations));
  }

  /** The newest sample of every host that has sent one. */
  public List<HostSample> samples() {
    return hosts.values().stream().flatMap(host -> host.sample().stream()).toList();
  }

  /** Names of all hosts that were ever seen. */
  public Set<String> hostNames() {
    return new TreeSet<>(hosts.keySet());
  }

  /** Names and reasons of the hosts whose data nobody may decide on. */
  public Map<String, Explanation> staleHosts(long nowMonotonicMillis) {
    Map<String, Explanation> stale = new TreeMap<>();
    hosts.forEach(
        (name, host) ->
            host.staleReason(nowMonotonicMillis, staleAfterMillis)
                .ifPresent(reason -> stale.put(name, reason)));
    return stale;
  }

  /** The domains of that name or uuid, each where it was seen last. */
  public List<Located> find(String nameOrUuid) {
    List<Located> found = new ArrayList<>();
    Map<String, Located> byUuid = new HashMap<>();
    for (HostView host : hosts.values()) {
      host.sample()
          .ifPresent(
              sample ->
                  sample.domains().stream()
                      .filter(
                          domain ->
                              domain.name().equals(nameOrUuid) || domain.uuid().equals(nameOrUuid))
                      .forEach(
                          domain ->
                              byUuid.merge(
                                  domain.uuid(),
                                  new Located(sample, domain, host.receivedMillis()),
                                  Located::better)));
    }
    found.addAll(byUuid.values());
    found.sort((a, b) -> a.domain().uuid().compareTo(b.domain().uuid()));
    return found;
  }

  /** Names of all domains. */
  public Set<String> domainNames() {
    Set<String> names = new TreeSet<>();
    samples().forEach(sample -> sample.domains().forEach(domain -> names.add(domain.name())));
    return names;
  }

  /** Every domain by its name, where it was seen last; of several with one name the best. */
  public Map<String, Located> domainsByName() {
    Map<String, Located> byName = new TreeMap<>();
    for (HostView host : hosts.values()) {
      host.sample()
          .ifPresent(
              sample ->
                  sample
                      .domains()
                      .forEach(
                          domain ->
                              byName.merge(
                                  domain.name(),
                                  new Located(sample, domain, host.receivedMillis()),
                                  Located::better)));
    }
    return byName;
  }

  /** Domains that two hosts claim to run although both have spoken since it was first seen. */
  public List<Explanation> domainsThatRunTwice() {
    List<Explanation> found = new ArrayList<>();
    twice.forEach(
        (uuid, sighting) -> {
          if (isConfirmed(sighting)) {
            found.add(runsTwice(uuid, sighting));
          }
        });
    return found;
  }

  private HostView host(String name) {
    return hosts.computeIfAbsent(name, HostView::new);
  }

  private DomainSnapshot guarded(DomainSnapshot domain) {
    Sighting sighting = twice.get(domain.uuid());
    if (sighting == null) {
      return domain;
    }
    return domain.judged(
        false,
        List.of(
            isConfirmed(sighting)
                ? runsTwice(domain.uuid(), sighting)
                : seenTwice(domain.uuid(), sighting)));
  }

  /** Whether all its hosts have spoken since. */
  private boolean isConfirmed(Sighting sighting) {
    return sighting.hosts().stream()
        .allMatch(host -> hosts.get(host).receivedMillis() > sighting.sinceMonotonicMillis());
  }

  private static Explanation seenTwice(String uuid, Sighting sighting) {
    String on = String.join(" and ", sighting.hosts());
    return new Explanation(
        "SEEN_TWICE",
        "the domain with uuid "
            + uuid
            + " was seen to run on "
            + on
            + ", perhaps before and after a move: it stays until both have been heard again",
        Map.of("uuid", uuid, "hosts", on));
  }

  private void lookForDomainsThatRunTwice(long nowMonotonicMillis) {
    Map<String, Set<String>> running = new HashMap<>();
    for (HostView host : hosts.values()) {
      if (host.staleReason(nowMonotonicMillis, staleAfterMillis).isEmpty()) {
        host.domains().stream()
            .filter(domain -> domain.state().isRunning())
            .forEach(
                domain ->
                    running
                        .computeIfAbsent(domain.uuid(), uuid -> new TreeSet<>())
                        .add(domain.host()));
      }
    }
    running.values().removeIf(on -> on.size() < 2);
    twice.keySet().retainAll(running.keySet());
    running.forEach(
        (uuid, on) ->
            twice.compute(
                uuid,
                (key, known) ->
                    known != null && known.hosts().equals(on)
                        ? known
                        : new Sighting(on, nowMonotonicMillis)));
  }

  private static Explanation runsTwice(String uuid, Sighting sighting) {
    String on = String.join(" and ", sighting.hosts());
    return new Explanation(
        "RUNS_TWICE",
        "the domain with uuid "
            + uuid
            + " runs on "
            + on
            + " at once: destroy the copy that must not be, then look after its disks",
        Map.of("uuid", uuid, "hosts", on));
  }

  /**
   * A domain and where it was seen.
   *
   * @param on the host's sample that holds it
   * @param domain the domain in it
   * @param receivedMillis when that sample arrived, by the loop's clock
   */
  public record Located(HostSample on, DomainSample domain, long receivedMillis) {

    /** Somebody's wish that the domain leave that host. */
    public MigrationRequest requestTo(
        String target, String requestedBy, Explanation reason, MigrationRequest.Priority priority) {
      return new MigrationRequest(
          domain.uuid(),
          domain.name(),
          on.host(),
          target,
          domain.memoryBytes(),
          domain.vcpus(),
          requestedBy,
          reason,
          priority);
    }

    Located better(Located other) {
      boolean running = domain.state().isRunning();
      if (running != other.domain.state().isRunning()) {
        return running ? this : other;
      }
      return receivedMillis >= other.receivedMillis ? this : other;
    }
  }
}
