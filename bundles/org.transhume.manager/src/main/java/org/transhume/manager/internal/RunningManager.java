// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.DoubleSupplier;
import javax.management.MBeanServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.transhume.api.model.Epoch;
import org.transhume.api.model.ManagerRole;
import org.transhume.api.mx.ManagerMXBean;
import org.transhume.api.mx.NotificationTypes;
import org.transhume.api.mx.ObjectNames;
import org.transhume.api.mx.RoleEvent;
import org.transhume.manager.internal.jmx.AgentWaits;
import org.transhume.manager.internal.jmx.JmxAgents;
import org.transhume.manager.internal.journal.FileJournal;
import org.transhume.manager.internal.journal.Journal;
import org.transhume.manager.internal.journal.JournalEntry;
import org.transhume.manager.internal.journal.JournalEntry.EpochAdvanced;
import org.transhume.manager.internal.journal.JournalEntry.Started;
import org.transhume.manager.internal.journal.TermJournal;
import org.transhume.spi.coordination.Candidacy;
import org.transhume.spi.coordination.Candidate;
import org.transhume.spi.coordination.Coordination;
import org.transhume.spi.coordination.Term;

/**
 * A manager with everything that it needs around it, and its role. Connections, policies and the
 * manager's bean last as long as this does; what leads lasts for one {@link Reign}. A manager that
 * is alone leads from the start, on a journal on its disk. One of several leads while it is elected
 * and is a standby else: connected to every agent, deciding nothing.
 */
final class RunningManager implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(RunningManager.class);
  private static final long JOURNAL_SECONDS = 20;
  private static final long STAND_AGAIN_MILLIS = 30_000;
  private static final String NO_COORDINATION =
      "this manager is one of several and cannot be elected: install a coordination such as the"
          + " feature transhume-coordination-zookeeper and configure it, or set coordinated = false"
          + " in etc/org.transhume.manager.cfg if it is the only manager";

  private final Household household;
  private final boolean coordinated;
  private final OwnLoop roles;
  private final OwnLoop network;
  private final Registry registry;
  private final ManagerMXBean standby;
  private final ActingBean acting;
  private final JmxAgents agents;
  private final Map<Long, PolicyVersion> policies = new LinkedHashMap<>();
  private Optional<JournalSource> ownJournal = Optional.empty();
  private Coordination coordination;
  private Reign reign;
  private volatile Candidature candidature;
  private volatile Epoch newest = Epoch.NONE;
  private volatile List<String> policyNames = List.of();
  private volatile List<String> warnings;

  /** Where a manager that is alone keeps its journal. */
  @FunctionalInterface
  interface JournalSource {
    /** Opens it, which no one else has open. */
    Journal open() throws IOException;
  }

  /**
   * What a manager stands on.
   *
   * @param server shows its beans
   * @param version of its bundle
   * @param clock people's time
   * @param chance spreads reconnections; numbers from 0 to 1
   * @param execution ended together with the manager
   * @param archive closed together with the manager
   */
  record Ground(
      MBeanServer server,
      String version,
      Clock clock,
      DoubleSupplier chance,
      ManagerExecution execution,
      Archive archive) {}

  private RunningManager(Settings settings, boolean coordinated, Ground ground) {
    this.coordinated = coordinated;
    this.roles = ground.execution().newLoop("transhume-manager-role");
    this.network = ground.execution().newLoop("transhume-manager-network");
    this.warnings = coordinated ? List.of(NO_COORDINATION) : List.of();
    household =
        new Household(
            settings,
            ground.version(),
            ground.clock(),
            ground.server(),
            ground.execution(),
            new Fences(),
            new PowerSwitches(),
            ground.archive(),
            new Emitter(ground.execution().deliveries(), ground.clock()),
            new AgentRoster(settings.endpoints()));
    standby = new StandbyBean(household, this::standing, this::advanceEpoch);
    acting = new ActingBean(standby);
    registry = new Registry(ground.server());
    registry.show(
        ObjectNames.manager(),
        acting.bean(),
        ManagerMXBean.class,
        household.emitter().broadcaster());
    agents =
        new JmxAgents(
            settings.endpoints(),
            network,
            household.roster(),
            ground.chance(),
            new AgentWaits(settings.times().staleAfterMillis(), settings.times().patience()));
  }

  /**
   * Starts a manager that is the only one: it leads when this returns.
   *
   * @param folder of its journal and its archive
   * @throws IOException when its journal cannot be opened or written
   */
  static RunningManager start(
      Settings settings,
      Path folder,
      MBeanServer server,
      String version,
      Clock clock,
      DoubleSupplier chance)
      throws IOException {
    return start(
        settings,
        () -> new FileJournal(folder),
        new Ground(server, version, clock, chance, new ManagerThreads(), Archive.in(folder)));
  }

  /** Starts one that leads on that journal. */
  static RunningManager start(Settings settings, JournalSource journal, Ground ground)
      throws IOException {
    RunningManager running = new RunningManager(settings, false, ground);
    running.ownJournal = Optional.of(journal);
    try {
      running.leadAlone(settings.epochGeneration());
      return running;
    } catch (IOException | RuntimeException e) {
      running.close();
      throw e;
    }
  }

  /**
   * Starts one manager of several: a standby until it is elected through a {@link Coordination}.
   *
   * @param folder of its archive
   */
  static RunningManager startCoordinated(
      Settings settings,
      Path folder,
      MBeanServer server,
      String version,
      Clock clock,
      DoubleSupplier chance) {
    return startCoordinated(
        settings,
        new Ground(server, version, clock, chance, new ManagerThreads(), Archive.in(folder)));
  }

  /** Starts one of several on that ground. */
  static RunningManager startCoordinated(Settings settings, Ground ground) {
    RunningManager running = new RunningManager(settings, true, ground);
    running.tellStandby("stands by");
    return running;
  }

  /** Takes what agents tell, whoever leads. */
  AgentEvents events() {
    return household.roster();
  }

  JmxAgents agents() {
    return agents;
  }

  /** What decides while this manager leads; only on the loop of roles. */
  Optional<Manager> leading() {
    return Optional.ofNullable(reign).map(Reign::manager);
  }

  /** The agents that are connected, whoever leads. */
  List<AgentPort> connected() {
    return household.roster().connected();
  }

  /** Whether it is one of several, and leads only when elected. */
  boolean isCoordinated() {
    return coordinated;
  }

  /** A policy service has come. */
  void add(PolicyVersion version) {
    roles.execute(
        () -> {
          policies.put(version.serviceId(), version);
          policiesChanged();
          leading().ifPresent(manager -> manager.add(version));
        });
  }

  /** A policy service has gone. */
  void remove(long serviceId) {
    roles.execute(
        () -> {
          policies.remove(serviceId);
          policiesChanged();
          leading().ifPresent(manager -> manager.remove(serviceId));
        });
  }

  /** The fences that are there. */
  Fences fences() {
    return household.fences();
  }

  /** The power switches that are there. */
  PowerSwitches switches() {
    return household.switches();
  }

  /** Stands for election there from now on, and nowhere else. */
  void coordinate(Coordination by) {
    roles.execute(
        () -> {
          abdicate();
          coordination = by;
          stand();
        });
  }

  /** Stands for no election any more. */
  void coordinateByNone() {
    roles.execute(
        () -> {
          abdicate();
          coordination = null;
          warnings = List.of(NO_COORDINATION);
        });
  }

  @Override
  public void close() {
    roles.end();
    roles.close();
    if (reign != null) {
      reign.close();
    }
    if (candidature != null) {
      candidature.candidacy.close();
    }
    registry.close();
    agents.close();
    network.close();
    household.execution().close();
    household.archive().close();
  }

  // The role; but for starting and closing only on the loop of roles

  private void stand() {
    if (coordination != null && candidature == null) {
      LOG.info(
          "manager {} stands for election: {}",
          household.settings().name(),
          coordination.description());
      candidature = new Candidature(coordination);
      warnings = List.of();
    }
  }

  private void elected(Candidature by, Term term) {
    if (by != candidature || by.term != term) {
      return;
    }
    Epoch epoch = new Epoch(household.settings().epochGeneration(), term.number());
    try {
      by.reign = new Reign(household, new TermJournal(term), epoch);
    } catch (IOException e) {
      LOG.error("elected for epoch {}, and cannot lead", epoch, e);
      standBack("this manager was elected and cannot lead: " + e.getMessage());
      return;
    }
    lead(by.reign, epoch);
    if (by.term != term) {
      by.reign.decideNoMore();
    }
  }

  private void deposed(Candidature by, String why) {
    if (by == candidature) {
      LOG.warn("manager {} leads no more: {}", household.settings().name(), why);
      endReign("stands by: " + why);
    }
  }

  private void lead(Reign next, Epoch epoch) {
    reign = next;
    newest = epoch;
    warnings = List.of();
    acting.answerBy(next.bean());
    next.begin(policies.values(), why -> roles.execute(() -> superseded(next, why)));
  }

  /** Leads on its own journal, from the next start that is counted there. */
  private void leadAlone(long leastGeneration) throws IOException {
    Journal journal = ownJournal.orElseThrow().open();
    try {
      long generation = Math.max(leastGeneration, journal.opened().epochGeneration());
      if (generation > household.settings().epochGeneration()) {
        record(journal, new EpochAdvanced(generation));
      }
      Epoch epoch = new Epoch(generation, journal.opened().starts() + 1);
      record(journal, new Started(epoch.counter()));
      lead(new Reign(household, journal, epoch), epoch);
    } catch (IOException | RuntimeException e) {
      journal.close();
      throw e;
    }
  }

  /**
   * Lets a manager that is alone and was refused lead above all epochs that agents know. Blocks.
   *
   * @throws IllegalStateException saying why this is not the time for it
   */
  private Epoch advanceEpoch() {
    return new Desk(roles).await(this::advance);
  }

  private CompletionStage<Epoch> advance() {
    String name = household.settings().name();
    if (coordinated) {
      throw new IllegalStateException(
          "manager "
              + name
              + " is one of several: raise epochGeneration in etc/org.transhume.manager.cfg on all"
              + " of them");
    }
    return new EpochSurvey(name, newest, household.settings().times().leaseMillis())
        .highestGeneration(connected())
        .thenApplyAsync(this::leadAbove, roles);
  }

  private Epoch leadAbove(long generation) {
    if (reign == null) {
      Epoch before = newest;
      try {
        leadAlone(generation + 1);
      } catch (IOException e) {
        throw new IllegalStateException("the epoch is not advanced: " + e.getMessage(), e);
      }
      LOG.warn("an operator has advanced the epoch from {} to {}", before, newest);
    }
    return newest;
  }

  private void superseded(Reign by, String why) {
    if (by == reign) {
      standBack(
          "this manager does not lead: "
              + why
              + ". If no other manager leads, "
              + (coordinated
                  ? "raise epochGeneration in etc/org.transhume.manager.cfg"
                  : "let an operator run: transhume epoch advance"));
    }
  }

  /** Lets others be elected for a while: this manager was, and could not lead. */
  private void standBack(String why) {
    warnings = List.of(why);
    abdicate();
    roles.schedule(STAND_AGAIN_MILLIS, this::stand);
  }

  private void abdicate() {
    endReign("stands by");
    if (candidature != null) {
      candidature.candidacy.close();
      candidature = null;
    }
  }

  private void endReign(String how) {
    if (reign != null) {
      reign.decideNoMore();
      acting.answerBy(standby);
      reign.close();
      reign = null;
      tellStandby(how);
    }
  }

  private void tellStandby(String how) {
    household
        .emitter()
        .emit(
            NotificationTypes.MANAGER_ROLE,
            household.settings().name() + " " + how,
            new RoleEvent(
                household.emitter().startedAtEpochMillis(),
                ManagerRole.STANDBY,
                newest,
                household.clock().millis()));
  }

  private void policiesChanged() {
    policyNames = policies.values().stream().map(PolicyVersion::name).distinct().sorted().toList();
  }

  private StandbyBean.Standing standing() {
    Candidature standingFor = candidature;
    Optional<String> leader =
        standingFor == null ? Optional.empty() : standingFor.candidacy.leader();
    List<String> lines = new ArrayList<>(warnings);
    if (standingFor != null && leader.isEmpty()) {
      lines.add("no manager is known to lead: look after " + standingFor.where);
    }
    return new StandbyBean.Standing(newest, policyNames, leader, List.copyOf(lines));
  }

  private static void record(Journal journal, JournalEntry entry) throws IOException {
    try {
      journal.append(entry).toCompletableFuture().get(JOURNAL_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new IOException(e.getCause().getMessage(), e.getCause());
    } catch (TimeoutException e) {
      throw new IOException("the journal's disk did not answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while the journal was written", e);
    }
  }

  /** This manager's standing for election in one place. */
  private final class Candidature implements Candidate {
    private final String where;
    private final Candidacy candidacy;
    private volatile Term term;
    private volatile Reign reign;

    Candidature(Coordination coordination) {
      this.where = coordination.description();
      this.candidacy = coordination.stand(household.settings().name(), this);
    }

    @Override
    public void elected(Term next) {
      term = next;
      roles.execute(() -> RunningManager.this.elected(this, next));
    }

    @Override
    public void deposed(String why) {
      term = null;
      Reign leading = reign;
      if (leading != null) {
        leading.decideNoMore();
      }
      roles.execute(() -> RunningManager.this.deposed(this, why));
    }
  }
}
