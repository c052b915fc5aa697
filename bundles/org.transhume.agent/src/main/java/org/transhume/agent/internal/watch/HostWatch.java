// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal.watch;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.transhume.agent.internal.AgentContext;
import org.transhume.agent.internal.AgentExecution;
import org.transhume.agent.internal.Emitter;
import org.transhume.agent.internal.MBeans;
import org.transhume.api.model.CopyKind;
import org.transhume.api.model.DomainState;
import org.transhume.api.model.Explanation;
import org.transhume.api.model.HostState;
import org.transhume.api.mx.DomainEvent;
import org.transhume.api.mx.DomainMXBean;
import org.transhume.api.mx.DomainSample;
import org.transhume.api.mx.HostSample;
import org.transhume.api.mx.NotificationTypes;
import org.transhume.api.mx.ObjectNames;
import org.transhume.rules.RuleSet;
import org.transhume.spi.hypervisor.DomainObservation;
import org.transhume.spi.hypervisor.HostObservation;
import org.transhume.spi.hypervisor.HypervisorException;
import org.transhume.spi.probe.ProbeInput;

/**
 * Looks at the host each period, keeps the Domain MBeans in step with what it sees, and sends the
 * sample. A look that hangs blocks a worker and nothing else; no second one is begun meanwhile.
 * Belongs to the loop, but for what MBeans read.
 */
public final class HostWatch {

  private static final Logger LOG = LoggerFactory.getLogger(HostWatch.class);
  private static final long OVERDUE_PERIODS = 5;

  /** Makes the MBean of a domain that has just been seen. */
  @FunctionalInterface
  public interface DomainBeans {
    /** A bean that shows what the watch knows of that uuid. */
    DomainMXBean beanOf(String uuid, HostWatch watch);
  }

  /** Hears after each look which domains are here. */
  @FunctionalInterface
  public interface Neighbour {
    /** Names of the domains that are here, by uuid. */
    void residents(Map<String, String> namesByUuid);
  }

  private record Change(String type, DomainEvent event) {}

  private record Known(String name, DomainState state, long arrivedAtEpochMillis) {}

  private final AgentContext context;
  private final Emitter emitter;
  private final MBeans mbeans;
  private final ProbeBoard probes;
  private final Supplier<RuleSet> rules;
  private final DomainBeans beans;
  private final Neighbour neighbour;
  private final LoadMeter meter = new LoadMeter();
  private final Map<String, Known> known = new HashMap<>();
  private volatile HostState state;
  private volatile HostObservation look;
  private volatile HostSample sample;
  private volatile Map<String, DomainSample> domains = Map.of();
  private volatile String problem = "the host has not been looked at yet";
  private LoadMeter.Loads loads;
  private boolean looking;
  private boolean lookWanted;
  private long lookBegunNanos;
  private AgentExecution.Timer ticks;

  /** A watch that does not look before {@link #start}. */
  public HostWatch(
      AgentContext context,
      Emitter emitter,
      MBeans mbeans,
      ProbeBoard probes,
      Supplier<RuleSet> rules,
      DomainBeans beans,
      Neighbour neighbour) {
    this.context = context;
    this.emitter = emitter;
    this.mbeans = mbeans;
    this.probes = probes;
    this.rules = rules;
    this.beans = beans;
    this.neighbour = neighbour;
    this.state = HostState.ACTIVE;
  }

  /** Begins to look, and does so each period. */
  public void start(HostState remembered) {
    state = remembered;
    stop();
    ticks = context.every(context.settings().get().periodMillis(), this::tick);
  }

  /** Looks at the period that is configured now. */
  public void reschedule() {
    if (ticks != null) {
      start(state);
    }
  }

  /** Looks no more. */
  public void stop() {
    if (ticks != null) {
      ticks.cancel();
    }
  }

  /** What the host is there for. */
  public HostState state() {
    return state;
  }

  /** Sets what the host is there for. */
  public void state(HostState wanted) {
    state = wanted;
  }

  /** The newest look; empty before the first. */
  public Optional<HostObservation> look() {
    return Optional.ofNullable(look);
  }

  /** The newest sample; empty before the first. */
  public Optional<HostSample> sample() {
    return Optional.ofNullable(sample);
  }

  /** The domain as last seen; empty when it is not here. */
  public Optional<DomainSample> domain(String uuid) {
    return Optional.ofNullable(domains.get(uuid));
  }

  /** Why the hypervisor cannot be used; empty when it can. */
  public Optional<String> problem() {
    return Optional.ofNullable(problem);
  }

  /** Looks out of turn, for something has changed; loads are left to the regular looks. */
  public void lookSoon() {
    if (looking) {
      lookWanted = true;
    } else {
      begin(false);
    }
  }

  private void tick() {
    if (!looking) {
      begin(true);
      return;
    }
    long seconds = (context.nanoTime().getAsLong() - lookBegunNanos) / 1_000_000_000;
    if (seconds * 1000 >= OVERDUE_PERIODS * context.settings().get().periodMillis()) {
      failedToAnswer(seconds);
    }
  }

  /** A look may outlast its period on a busy host; one that hangs is told of once. */
  private void failedToAnswer(long seconds) {
    if (problem == null) {
      LOG.warn("{}: the hypervisor has not answered for {} s", context.host(), seconds);
    }
    problem =
        "the hypervisor has not answered for " + seconds + " s; no other question is put meanwhile";
  }

  private void begin(boolean regular) {
    looking = true;
    lookBegunNanos = context.nanoTime().getAsLong();
    context
        .execution()
        .workers()
        .execute(
            () -> {
              try {
                HostObservation seen = context.hypervisor().observe();
                context.loop().execute(() -> looked(seen, regular));
              } catch (HypervisorException e) {
                context.loop().execute(() -> failed(e));
              } catch (RuntimeException e) {
                // A plug-in's fault must not end the looking.
                LOG.error("{}: the hypervisor's plug-in failed", context.host(), e);
                context.loop().execute(() -> failed("its plug-in failed: " + e));
              }
            });
  }

  private void failed(HypervisorException e) {
    LOG.debug("{}: no look", context.host(), e);
    failed(e.getMessage());
  }

  private void failed(String why) {
    looking = false;
    if (!why.equals(problem)) {
      LOG.warn("{}: the hypervisor cannot be used: {}", context.host(), why);
    }
    problem = why;
  }

  private void looked(HostObservation seen, boolean regular) {
    looking = false;
    if (problem != null) {
      LOG.info("{}: {} is in use", context.host(), seen.hypervisorVersion());
    }
    problem = null;
    look = seen;
    if (regular) {
      loads = meter.measure(seen);
    }
    List<Change> changes = followDomains(seen);
    if (regular) {
      probes.measure(loads.input(), () -> send(changes));
    } else {
      show(seen);
      sendChanges(changes);
    }
    if (lookWanted) {
      lookWanted = false;
      begin(false);
    }
  }

  /** Sends what the newest look saw: a look out of turn may have followed meanwhile. */
  private void send(List<Change> changes) {
    HostSample fresh = show(look);
    emitter.emit(
        NotificationTypes.HOST_SAMPLE, "sample of " + context.host(), fresh, fresh.atEpochMillis());
    sendChanges(changes);
  }

  private HostSample show(HostObservation seen) {
    HostSample fresh = sampleOf(seen);
    // Whoever sees the sample may read its domains.
    domains =
        fresh.domains().stream().collect(Collectors.toMap(DomainSample::uuid, d -> d, (a, b) -> a));
    sample = fresh;
    return fresh;
  }

  // Domains

  private List<Change> followDomains(HostObservation seen) {
    List<Change> changes = new ArrayList<>();
    Map<String, DomainObservation> here =
        seen.domains().stream()
            .filter(copy -> copy.copyKind() == CopyKind.ORDINARY)
            .collect(Collectors.toMap(copy -> copy.identity().uuid(), copy -> copy, (a, b) -> a));
    long at = seen.takenAt().toEpochMilli();
    for (String uuid : Set.copyOf(known.keySet())) {
      if (!here.containsKey(uuid)) {
        Known gone = known.remove(uuid);
        mbeans.unregister(ObjectNames.domain(context.host(), gone.name()));
        changes.add(
            new Change(
                NotificationTypes.DOMAIN_LEFT, event(uuid, gone.name(), gone.state(), null, at)));
      }
    }
    here.forEach((uuid, copy) -> follow(copy, at, changes));
    neighbour.residents(
        known.entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, resident -> resident.getValue().name())));
    return changes;
  }

  private void follow(DomainObservation copy, long at, List<Change> changes) {
    String uuid = copy.identity().uuid();
    String name = copy.identity().name();
    Known before = known.get(uuid);
    long arrived = before == null ? at : before.arrivedAtEpochMillis();
    known.put(uuid, new Known(name, copy.state(), arrived));
    if (before != null && !before.name().equals(name)) {
      mbeans.unregister(ObjectNames.domain(context.host(), before.name()));
    }
    if (before == null) {
      tellOfAtOnce(copy);
    }
    if (before == null || !before.name().equals(name)) {
      mbeans.register(
          ObjectNames.domain(context.host(), name), beans.beanOf(uuid, this), DomainMXBean.class);
    }
    if (before == null) {
      changes.add(
          new Change(NotificationTypes.DOMAIN_ARRIVED, event(uuid, name, copy.state(), null, at)));
    } else if (before.state() != copy.state()) {
      changes.add(
          new Change(
              NotificationTypes.DOMAIN_CHANGED,
              event(uuid, name, copy.state(), before.state(), at)));
    }
  }

  /** Whoever sees the MBean may read it, although the sample comes after the probes. */
  private void tellOfAtOnce(DomainObservation copy) {
    Map<String, DomainSample> more = new HashMap<>(domains);
    more.put(copy.identity().uuid(), sampleOf(copy));
    domains = more;
  }

  private DomainEvent event(
      String uuid, String name, DomainState now, DomainState before, long at) {
    return new DomainEvent(
        context.startedAtEpochMillis(), context.host(), uuid, name, now, before, at);
  }

  private void sendChanges(List<Change> changes) {
    for (Change change : changes) {
      DomainEvent event = change.event();
      emitter.emit(
          change.type(),
          event.name() + " on " + context.host() + ": " + event.state(),
          event,
          event.atEpochMillis());
    }
  }

  // The sample

  private HostSample sampleOf(HostObservation seen) {
    Optional<ProbeInput> input = Optional.ofNullable(loads).map(LoadMeter.Loads::input);
    return new HostSample(
        context.startedAtEpochMillis(),
        context.host(),
        state,
        seen.takenAt().toEpochMilli(),
        seen.hypervisorVersion(),
        seen.physicalCpus(),
        boxed(input.map(ProbeInput::hostCpuLoad).orElse(OptionalDouble.empty())),
        boxed(input.map(ProbeInput::controlDomainCpuLoad).orElse(OptionalDouble.empty())),
        seen.totalMemoryBytes(),
        seen.freeMemoryBytes(),
        probes.states(),
        seen.domains().stream()
            .filter(copy -> copy.copyKind() == CopyKind.ORDINARY)
            .map(this::sampleOf)
            .toList());
  }

  private DomainSample sampleOf(DomainObservation copy) {
    String uuid = copy.identity().uuid();
    List<Explanation> obstacles = new ArrayList<>(copy.obstacles());
    obstacles.addAll(rules.get().holding(uuid, copy.identity().name(), context.host()));
    return new DomainSample(
        uuid,
        copy.identity().name(),
        copy.identity().domainId(),
        copy.state(),
        copy.type().orElse(null),
        copy.memoryBytes(),
        copy.vcpus(),
        copy.weight(),
        copy.capPercent(),
        loads == null ? null : loads.input().domainCpuLoads().get(uuid),
        loads == null ? null : loads.networkBytesPerSecond().get(uuid),
        rules.get().tagsOf(uuid).stream().sorted().toList(),
        obstacles.isEmpty(),
        obstacles,
        known.get(uuid).arrivedAtEpochMillis(),
        probes.readingsOf(copy.identity().name()));
  }

  private static Double boxed(OptionalDouble value) {
    return value.isPresent() ? value.getAsDouble() : null;
  }
}
