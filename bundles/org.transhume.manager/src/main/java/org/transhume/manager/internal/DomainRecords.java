// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal;

import java.time.Clock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.transhume.api.model.ConfigurationOrigin;
import org.transhume.api.mx.DomainConfiguration;
import org.transhume.api.mx.DomainSample;
import org.transhume.api.mx.HostSample;
import org.transhume.manager.internal.journal.Journal;
import org.transhume.manager.internal.journal.LossEntry;
import org.transhume.manager.internal.journal.LossEntry.ConfigurationKept;
import org.transhume.manager.internal.journal.LossEntry.DomainForgotten;
import org.transhume.manager.internal.journal.LossEntry.DomainKnown;
import org.transhume.manager.internal.journal.LossEntry.HostForgotten;
import org.transhume.manager.internal.journal.LossEntry.HostKnown;
import org.transhume.manager.internal.journal.LossLedger;
import org.transhume.manager.internal.journal.StopEntry;
import org.transhume.manager.internal.journal.StopEntry.DomainStopped;
import org.transhume.manager.internal.view.ClusterView;

/**
 * Keeps in the journal which hosts and domains there are, where each domain was seen last, and how
 * it can be booted again: all that is left of them when their host is gone. Belongs to the loop.
 */
final class DomainRecords {

  private static final Logger LOG = LoggerFactory.getLogger(DomainRecords.class);

  /** A guest that reboots is gone for a moment. */
  private static final long GONE_MILLIS = 60_000;

  private static final long ASK_SOON_MILLIS = 1_000;
  private static final long ASK_AGAIN_MILLIS = 60_000;

  /** What an agent could not tell for the moment it may be able to tell later. */
  private static final long ASK_REGULARLY_MILLIS = 600_000;

  private final Loop loop;
  private final Clock clock;
  private final ClusterView view;
  private final Keeper keeper;
  private final LossLedger known = new LossLedger();
  private final Map<String, Long> missingSince = new HashMap<>();
  private final Map<AgentPort, Map<String, String>> offered = new HashMap<>();
  private final Map<AgentPort, Question> questions = new HashMap<>();

  private record Question(long atMillis, Loop.Timer timer) {}

  DomainRecords(Loop loop, Clock clock, Journal journal, ClusterView view) {
    this.loop = loop;
    this.clock = clock;
    this.view = view;
    this.keeper = new Keeper(loop, journal, "which domains are where, and how to boot them");
    journal.opened().losses().entries().forEach(known::add);
    journal.opened().losses().stopEntries().forEach(known::add);
  }

  /** What is recorded. */
  LossLedger known() {
    return known;
  }

  /** Why a restart would lose something; empty while all is kept. */
  Optional<String> whatWouldBeLost() {
    return keeper.problem();
  }

  /** Records something that is valid already. */
  void keep(String what, LossEntry entry) {
    known.add(entry);
    keeper.keep(what, entry);
  }

  /** As {@link #keep(String, LossEntry)}, of a stop. */
  void keep(String what, StopEntry entry) {
    known.add(entry);
    keeper.keep(what, entry);
  }

  /** Forgets hosts that are configured no more. */
  void forgetHostsBesides(Set<String> endpoints) {
    known.hosts().stream()
        .filter(host -> !endpoints.contains(host.endpoint()))
        .forEach(host -> keep("host " + host.host(), new HostForgotten(host.host())));
  }

  /**
   * Takes in what hosts have told since the last time.
   *
   * @param betweenPlaces whether a domain is being moved or booted, so that its absence says
   *     nothing
   */
  void look(Predicate<String> betweenPlaces) {
    long now = loop.monotonicMillis();
    view.refresh(now);
    Set<String> stale = view.staleHosts(now).keySet();
    List<HostSample> fresh =
        view.samples().stream().filter(sample -> !stale.contains(sample.host())).toList();
    Map<String, DomainKnown> seen = new TreeMap<>();
    for (HostSample sample : fresh) {
      lookAt(sample);
      sample.domains().stream()
          .filter(domain -> !isFromBeforeItStopped(sample, domain))
          .forEach(
              domain -> seen.merge(domain.uuid(), knownOf(sample.host(), domain), this::likelier));
    }
    seen.values().forEach(this::lookAt);
    Set<String> heard = new HashSet<>();
    fresh.forEach(sample -> heard.add(sample.host()));
    for (DomainKnown domain : known.domains()) {
      if (seen.containsKey(domain.uuid()) || betweenPlaces.test(domain.uuid())) {
        missingSince.remove(domain.uuid());
      } else if (heard.contains(domain.host())) {
        missing(domain, now);
      }
    }
  }

  /** A sample may arrive after the word that the domain in it has been stopped. */
  private boolean isFromBeforeItStopped(HostSample sample, DomainSample domain) {
    return known
        .stops()
        .stopped(domain.uuid())
        .filter(stopped -> stopped.begun().host().equals(sample.host()))
        .filter(stopped -> stopped.begun().domainId() == domain.domainId())
        .filter(stopped -> sample.atEpochMillis() <= stopped.goneAtEpochMillis())
        .isPresent();
  }

  private void lookAt(HostSample sample) {
    String endpoint = view.agent(sample.host()).map(AgentPort::endpoint).orElse("");
    HostKnown host = new HostKnown(sample.host(), endpoint, sample.state());
    if (!known.host(sample.host()).equals(Optional.of(host)) && !endpoint.isEmpty()) {
      keep("host " + host.host(), host);
    }
  }

  private void lookAt(DomainKnown domain) {
    if (!known.domain(domain.uuid()).equals(Optional.of(domain))) {
      keep("domain " + domain.uuid(), domain);
    }
  }

  private static DomainKnown knownOf(String host, DomainSample domain) {
    return new DomainKnown(
        domain.uuid(), domain.name(), host, domain.memoryBytes(), domain.state().isRunning());
  }

  /** Of two hosts that both show a domain, the one on which it runs; else the one known before. */
  private DomainKnown likelier(DomainKnown one, DomainKnown other) {
    if (one.running() != other.running()) {
      return one.running() ? one : other;
    }
    boolean wasThere =
        known.domain(other.uuid()).filter(was -> was.host().equals(other.host())).isPresent();
    return wasThere ? other : one;
  }

  private void missing(DomainKnown domain, long now) {
    long since = missingSince.computeIfAbsent(domain.uuid(), uuid -> now);
    if (now - since >= GONE_MILLIS) {
      missingSince.remove(domain.uuid());
      Optional<DomainStopped> late = known.stops().obeyedLate(domain, clock.millis());
      if (late.isPresent()) {
        LOG.info("{} was asked to power off, and has done so late", domain.domain());
        keep("domain " + domain.uuid(), late.get());
      } else {
        keep("domain " + domain.uuid(), new DomainForgotten(domain.uuid()));
      }
    } else if (domain.running()) {
      keep("domain " + domain.uuid(), domain.at(domain.host(), false));
    }
  }

  /** Asks that agent soon for configurations that are not known yet; several calls are one. */
  void askSoon(AgentPort agent) {
    askAfter(agent, ASK_SOON_MILLIS);
  }

  /** That agent is gone. */
  void lost(AgentPort agent) {
    offered.remove(agent);
    Question question = questions.remove(agent);
    if (question != null) {
      question.timer().cancel();
    }
  }

  private void askAfter(AgentPort agent, long millis) {
    long at = loop.monotonicMillis() + millis;
    Question waiting = questions.get(agent);
    if (waiting == null || waiting.atMillis() > at) {
      if (waiting != null) {
        waiting.timer().cancel();
      }
      questions.put(agent, new Question(at, loop.schedule(millis, () -> ask(agent))));
    }
  }

  private void ask(AgentPort agent) {
    questions.remove(agent);
    Map<String, String> digests = offered.computeIfAbsent(agent, fresh -> digestsOn(agent.host()));
    agent
        .configurations(Map.copyOf(digests))
        .whenComplete((found, failure) -> loop.execute(() -> told(agent, found, failure)));
  }

  private Map<String, String> digestsOn(String host) {
    Map<String, String> digests = new HashMap<>();
    known
        .domainsOn(host)
        .forEach(
            domain ->
                known
                    .configuration(domain.uuid())
                    .ifPresent(kept -> digests.put(domain.uuid(), kept.digest())));
    return digests;
  }

  private void told(AgentPort agent, List<DomainConfiguration> found, Throwable failure) {
    if (view.agent(agent.host()).filter(current -> current == agent).isEmpty()) {
      return;
    }
    if (failure != null) {
      LOG.debug("{} was not asked for configurations", agent.host(), failure);
      askAfter(agent, ASK_AGAIN_MILLIS);
      return;
    }
    for (DomainConfiguration configuration : found) {
      offered.get(agent).put(configuration.uuid(), configuration.digest());
      if (isBetter(configuration)) {
        keep("configuration of " + configuration.uuid(), new ConfigurationKept(configuration));
      }
    }
    askAfter(agent, ASK_REGULARLY_MILLIS);
  }

  /** What somebody has written counts more than what was made of a running domain. */
  private boolean isBetter(DomainConfiguration found) {
    ConfigurationOrigin before =
        known
            .configuration(found.uuid())
            .map(DomainConfiguration::origin)
            .orElse(ConfigurationOrigin.NONE);
    return found.origin().compareTo(before) <= 0;
  }
}
