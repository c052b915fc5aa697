// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal;

import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.stream.Collectors;
import javax.management.MBeanServerFactory;
import org.osgi.framework.Version;
import org.transhume.api.model.HostState;
import org.transhume.api.model.MigrationPhase;
import org.transhume.api.model.Mode;
import org.transhume.api.mx.Creation;
import org.transhume.api.mx.DomainElsewhere;
import org.transhume.api.mx.DomainFate;
import org.transhume.api.mx.DomainFate.Fate;
import org.transhume.api.mx.DomainStop;
import org.transhume.hypervisor.sim.internal.Timeline;
import org.transhume.manager.internal.Settings.Guarding;
import org.transhume.manager.internal.Settings.Times;
import org.transhume.manager.internal.history.HistoryStore;
import org.transhume.policy.repair.internal.RepairPolicy;
import org.transhume.spi.coordination.Candidacy;
import org.transhume.spi.coordination.Candidate;
import org.transhume.spi.coordination.Coordination;
import org.transhume.spi.fence.Fence;
import org.transhume.spi.transport.Endpoint;

/**
 * A manager in virtual time that can be killed, stopped and started again: everything of the
 * manager's bundle above its threads, its connections and its disk. It is alone, on a journal of
 * its own, or one of several that share one.
 */
public final class SimulatedManager {

  /** For how long agents believe that it is there; they hear of it more often. */
  public static final int LEASE_MILLIS = 30_000;

  private static final String REPAIR = "repair";

  private final Settings settings;
  private final Timeline timeline;
  private final Clock clock;
  private final DoubleSupplier chance;
  private final Optional<Coordination> coordination;
  private final Optional<Fence> fence;
  private final MemoryJournal journal = new MemoryJournal();
  private final List<Candidacy> candidacies = new ArrayList<>();
  private TimelineProcess process;
  private RunningManager running;

  /**
   * How a migration stands.
   *
   * @param id its id
   * @param domain what is moved
   * @param domainUuid its uuid
   * @param source from where
   * @param target to where
   * @param phase how far it has come
   * @param why its reasons, for people
   */
  public record Standing(
      String id,
      String domain,
      String domainUuid,
      String source,
      String target,
      MigrationPhase phase,
      String why) {}

  /**
   * Not started yet.
   *
   * @param agents where they are
   * @param coordination through which it is elected; empty when it is the only manager
   * @param fence with which it repairs the loss of hosts; empty when it only watches
   */
  public SimulatedManager(
      String name,
      List<Endpoint> agents,
      Timeline timeline,
      Clock clock,
      DoubleSupplier chance,
      Optional<Coordination> coordination,
      Optional<Fence> fence) {
    this.settings =
        new Settings(
            name,
            agents,
            fence.isPresent() ? Mode.AUTOMATIC : Mode.OBSERVE,
            Map.of(REPAIR, Mode.AUTOMATIC),
            0,
            new Guarding(1, 300_000, 5_000, 0.01, 2, 2),
            new Times(10_000, 5_000, 1_000, LEASE_MILLIS, 60_000, 100, 1));
    this.timeline = timeline;
    this.clock = clock;
    this.chance = chance;
    this.coordination = coordination;
    this.fence = fence;
    this.process = new TimelineProcess(timeline);
    process.die();
  }

  /** Its name. */
  public String name() {
    return settings.name();
  }

  /**
   * Begins a life.
   *
   * @throws IOException when it is alone and cannot write its journal
   */
  public void start() throws IOException {
    TimelineProcess next = new TimelineProcess(timeline);
    RunningManager.Ground ground =
        new RunningManager.Ground(
            MBeanServerFactory.newMBeanServer(),
            "simulated",
            clock,
            chance,
            next,
            new Archive(new MemoryDecisions(), HistoryStore.inMemory()));
    if (coordination.isPresent()) {
      running = RunningManager.startCoordinated(settings, ground);
      running.coordinate(new Remembered(coordination.get()));
    } else {
      running = RunningManager.start(settings, journal::reopened, ground);
    }
    fence.ifPresent(
        service -> {
          running.fences().add(new Fences.Service(1, 0, service));
          running.add(new PolicyVersion(REPAIR, new Version(1, 0, 0), 1, new RepairPolicy()));
        });
    process = next;
  }

  /**
   * Ends as by {@code kill -9}.
   *
   * @return ends its standing for election, which the ensemble does by itself after a while
   */
  public Runnable kill() {
    process.die();
    List<Candidacy> left = List.copyOf(candidacies);
    candidacies.clear();
    return () -> left.forEach(Candidacy::close);
  }

  /** Stands still as by {@code kill -STOP}. */
  public void standStill() {
    process.standStill();
  }

  /** Goes on where it stood still. */
  public void goOn() {
    process.goOn();
  }

  /** Whether it lives. */
  public boolean isAlive() {
    return !process.isDead();
  }

  /** Whether it is one of several. */
  public boolean isOneOfSeveral() {
    return coordination.isPresent();
  }

  /** Whether it believes that it leads. */
  public boolean leads() {
    return isAlive() && running.leading().isPresent();
  }

  /** Its journal's disk is full, or has room again. */
  public void setDiskFull(boolean full) {
    journal.breaksOn = entry -> full;
  }

  /** Takes what agents tell; of this life only. */
  public AgentEvents events() {
    return running.events();
  }

  private Manager leading() {
    return running.leading().orElseThrow(() -> new IllegalStateException(name() + " stands by"));
  }

  /**
   * Asks for a migration, as an operator does.
   *
   * @throws IllegalArgumentException when domain or host are not known, or one is on the other
   */
  public String migrate(String domain, String target) {
    return leading().migrate(domain, target, "operator");
  }

  /**
   * Has a domain created, as an operator does.
   *
   * @param host where; empty for wherever there is room
   * @throws IllegalArgumentException when the host is not known
   */
  public CompletionStage<Creation> create(String configuration, String host) {
    return leading().create(configuration, host);
  }

  /**
   * Has a domain stopped, as an operator does.
   *
   * @param force whether its guest is not asked
   * @throws IllegalArgumentException when the domain is not known
   */
  public CompletionStage<DomainStop> stop(String domain, boolean force) {
    return leading().stop(domain, force);
  }

  /**
   * Has a domain started that is stopped, as an operator does.
   *
   * @param host where; empty for wherever there is room
   * @throws IllegalArgumentException when the domain or the host is not known
   */
  public CompletionStage<Creation> start(String domain, String host) {
    return leading().startDomain(domain, host);
  }

  /** Uuids of the domains that it knows to be stopped on purpose. */
  public Set<String> stopped() {
    return leading().losses().records().known().stops().stopped().stream()
        .map(domain -> domain.begun().uuid())
        .collect(Collectors.toSet());
  }

  /** The hosts on which it is stopping a domain, by the order's id. */
  public Map<String, String> stopping() {
    return leading().losses().stops().all().stream()
        .collect(Collectors.toMap(begun -> begun.id(), begun -> begun.host()));
  }

  /** Cancels a migration, as an operator does. */
  public void cancel(String id) {
    leading().coordinator().cancel(id, "operator");
  }

  /**
   * Empties a host, as an operator does.
   *
   * @param trace takes what comes of it
   */
  public void drain(String host, Consumer<String> trace) {
    Manager manager = leading();
    onceSet(manager, host, HostState.DRAINING, trace, () -> trace.accept("" + manager.drain(host)));
  }

  /**
   * Gives a host work again, as an operator does.
   *
   * @param trace takes what comes of it
   */
  public void activate(String host, Consumer<String> trace) {
    Manager manager = leading();
    onceSet(manager, host, HostState.ACTIVE, trace, () -> manager.activated(host));
  }

  private static void onceSet(
      Manager manager, String host, HostState state, Consumer<String> trace, Runnable then) {
    CompletionStage<Void> set;
    try {
      set = manager.setHostState(host, state);
    } catch (IllegalArgumentException e) {
      trace.accept(e.getMessage());
      return;
    }
    set.thenRunAsync(then, manager.loop())
        .exceptionally(
            failure -> {
              trace.accept(host + " is not " + state + ": " + failure.getMessage());
              return null;
            });
  }

  /** Every migration of this reign, and those that it has taken up. */
  public List<Standing> migrations() {
    return leading().coordinator().statuses().stream()
        .map(
            status ->
                new Standing(
                    status.id(),
                    status.request().domain(),
                    status.request().domainUuid(),
                    status.request().source(),
                    status.request().target(),
                    status.phase(),
                    status.outcomeReasons().toString()))
        .toList();
  }

  /** Sets after how many seconds of silence a host is held to be dead, as an operator does. */
  public void setSilence(double seconds) {
    Policies policies = leading().policies();
    policies.slot(REPAIR).ifPresent(slot -> policies.setParameter(slot, "silentSeconds", seconds));
  }

  /**
   * Says that a host is off, as an operator does.
   *
   * @param trace takes what comes of it
   */
  public void confirmOff(String host, Consumer<String> trace) {
    try {
      leading()
          .losses()
          .confirmOff(host)
          .thenRun(() -> trace.accept(host + " is known to be off by an operator's word"));
    } catch (IllegalArgumentException e) {
      trace.accept("confirmed in vain: " + e.getMessage());
    }
  }

  /**
   * What a manager shows of a host that it holds to be dead.
   *
   * @param isSettled whether it waits for nothing that it will do by itself
   * @param named uuids of the domains of which it says why they do not run
   */
  public record LostHost(boolean isSettled, Set<String> named) {

    /** Copies the set. */
    public LostHost {
      named = Set.copyOf(named);
    }
  }

  /** How it stands with a host; empty when it does not hold it to be dead. */
  public Optional<LostHost> lost(String host) {
    return leading().losses().status(host).map(SimulatedManager::lostHost);
  }

  private static LostHost lostHost(LossStatus loss) {
    boolean asksAPerson = !loss.off() && !loss.toDo().isEmpty();
    boolean settled =
        loss.domains().stream()
            .allMatch(
                fate ->
                    fate.fate() == Fate.BOOTED
                        || fate.fate() == Fate.REPAIR
                        || (fate.fate() == Fate.WAITING
                            && (asksAPerson || !fate.reasons().isEmpty())));
    Set<String> named =
        loss.domains().stream()
            .filter(fate -> fate.fate() != Fate.BOOTED)
            .filter(
                fate ->
                    !fate.reasons().isEmpty()
                        || loss.toDo().stream().anyMatch(line -> line.contains(fate.domain())))
            .map(DomainFate::uuid)
            .collect(Collectors.toSet());
    return new LostHost(settled, named);
  }

  /** Uuids of the domains that it knows to be elsewhere than on that host, which has had them. */
  public List<String> elsewhere(String host) {
    return leading().losses().elsewhere(host).stream().map(DomainElsewhere::uuid).toList();
  }

  /** What it says needs a person. */
  public List<String> warnings() {
    return leading().warnings();
  }

  /** Knows where this life stands for election. */
  private final class Remembered implements Coordination {
    private final Coordination ensemble;

    Remembered(Coordination ensemble) {
      this.ensemble = ensemble;
    }

    @Override
    public String description() {
      return ensemble.description();
    }

    @Override
    public Candidacy stand(String name, Candidate candidate) {
      Candidacy candidacy = ensemble.stand(name, candidate);
      candidacies.add(candidacy);
      return candidacy;
    }
  }
}
