// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import javax.management.MBeanServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.transhume.agent.internal.journal.AgentJournal;
import org.transhume.agent.internal.migration.JournalLane;
import org.transhume.agent.internal.migration.MigrationDesk;
import org.transhume.agent.internal.migration.MigrationSurroundings;
import org.transhume.agent.internal.relay.StreamDoor;
import org.transhume.agent.internal.rules.KeptRules;
import org.transhume.agent.internal.watch.ClockWatch;
import org.transhume.agent.internal.watch.HostWatch;
import org.transhume.agent.internal.watch.ProbeBoard;
import org.transhume.agent.internal.watch.ProbeDefinition;
import org.transhume.agent.internal.watch.ProbeParameters;
import org.transhume.agent.internal.wrapper.WrapperBoard;
import org.transhume.agent.internal.wrapper.WrapperDefinition;
import org.transhume.api.model.Epoch;
import org.transhume.api.model.Explanation;
import org.transhume.api.model.HostState;
import org.transhume.api.mx.AgentMXBean;
import org.transhume.api.mx.DescribedEmitterMBean;
import org.transhume.api.mx.HostMXBean;
import org.transhume.api.mx.ObjectNames;
import org.transhume.api.mx.StandingRules;
import org.transhume.journal.DiskFolder;
import org.transhume.spi.hypervisor.ConfigurationReader;
import org.transhume.spi.hypervisor.ConfigurationReader.Named;
import org.transhume.spi.hypervisor.DomainIdentity;
import org.transhume.spi.hypervisor.HypervisorException;

/**
 * One host: its hypervisor, its MBeans, its probes, its side of migrations. Decides on one loop;
 * shares its threads with every other instance of the process.
 */
final class AgentInstance implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(AgentInstance.class);

  private static final long CLOSE_MILLIS = 5_000;

  private final AgentContext context;
  private final AgentSurroundings surroundings;
  private final MBeans mbeans;
  private final ProbeBoard probes;
  private final HostWatch watch;
  private final ClockWatch clock;
  private final JournalLane journal;
  private final KeptRules rules;
  private final WrapperBoard wrappers;
  private final MigrationDesk desk;
  private final DomainConfigurations configurations;
  private final Optional<String> journalProblem;
  private final EventLoop listenerLane;

  /**
   * What an instance takes from the process that it runs in.
   *
   * @param server where its MBeans are registered
   * @param journal opens what it must not forget
   * @param door where migration streams come and go; empty while there is none
   * @param warnings what is wrong with the installation
   * @param sharedStores mounted stores, for people
   */
  record AgentSurroundings(
      MBeanServer server,
      JournalSource journal,
      Supplier<Optional<StreamDoor>> door,
      Supplier<List<String>> warnings,
      Supplier<List<String>> sharedStores) {}

  /** Where the journal is. */
  @FunctionalInterface
  interface JournalSource {

    /**
     * Opens or creates it.
     *
     * @throws IOException naming the file and the remedy
     */
    AgentJournal.Opened open() throws IOException;

    /** In the host's own folder. */
    static JournalSource in(Path dataFolder, String host) {
      return () -> AgentJournal.open(DiskFolder.at(dataFolder.resolve(host)));
    }
  }

  /** Registers the MBeans and begins to look. */
  AgentInstance(AgentContext context, AgentSurroundings surroundings) {
    this.context = context;
    this.surroundings = surroundings;
    this.mbeans = new MBeans(surroundings.server());
    this.listenerLane = context.execution().newLane();
    Emitter emitter = new Emitter(context.host(), listenerLane);
    this.probes = new ProbeBoard(context, emitter, mbeans, this::keepChoice);
    this.clock = new ClockWatch(context);
    Memory memory = remembered(context, surroundings.journal());
    this.journalProblem = memory.problem();
    this.journal = new JournalLane(memory.journal(), context.execution().newLane());
    this.rules =
        new KeptRules(
            context.host(),
            memory.rules(),
            context.loop(),
            next -> journal.write(file -> file.rules(next)));
    this.wrappers = new WrapperBoard(context, mbeans, journal, new OwnMoves());
    this.watch =
        new HostWatch(
            context,
            emitter,
            mbeans,
            probes,
            rules::rules,
            (uuid, seen) -> new DomainBean(this, uuid),
            wrappers::residents);
    this.desk =
        new MigrationDesk(
            new MigrationSurroundings(
                context, emitter, mbeans, watch, journal, rules, wrappers, surroundings.door()),
            memory.epoch());
    this.configurations = new DomainConfigurations(context.hypervisor(), watch::look);
    mbeans.register(
        ObjectNames.agent(context.host()),
        new DescribedEmitterMBean(
            new AgentBean(this), AgentMXBean.class, emitter.asMBeanEmitter()));
    mbeans.register(ObjectNames.host(context.host()), new HostBean(this), HostMXBean.class);
    context.loop().execute(() -> begin(memory));
  }

  /** What the wrappers ask of migrations. */
  private final class OwnMoves implements WrapperBoard.Moves {
    @Override
    public boolean isMoving(String domainUuid) {
      return desk.isMoving(domainUuid);
    }

    @Override
    public boolean isArriving(String domainUuid) {
      return desk.isArriving(domainUuid);
    }
  }

  private void begin(Memory memory) {
    memory
        .opened()
        .ifPresent(
            opened -> {
              probes.restore(opened.probeParameters());
              wrappers.recover(opened.wrappers());
              desk.recover(opened.migrations());
              desk.recoverOrders(opened.boots(), opened.stops());
              desk.recoverAbsences(opened.elsewhere());
            });
    watch.start(memory.opened().map(AgentJournal.Opened::hostState).orElse(HostState.ACTIVE));
    clock.start();
    LOG.info("agent of {} is up: {}", context.host(), context.hypervisor().description());
  }

  /** What the journal remembers, or why it cannot be used. */
  private record Memory(Optional<AgentJournal.Opened> opened, Optional<String> problem) {

    Optional<AgentJournal> journal() {
      return opened.map(AgentJournal.Opened::journal);
    }

    Epoch epoch() {
      return opened.map(AgentJournal.Opened::epoch).orElse(Epoch.NONE);
    }

    StandingRules rules() {
      return opened.map(AgentJournal.Opened::rules).orElse(StandingRules.NONE);
    }
  }

  private static Memory remembered(AgentContext context, JournalSource journal) {
    try {
      return new Memory(Optional.of(journal.open()), Optional.empty());
    } catch (IOException e) {
      LOG.error("{}: no journal, so that no migration is possible", context.host(), e);
      return new Memory(
          Optional.empty(),
          Optional.of(
              "no migration is possible, for the journal cannot be used: " + e.getMessage()));
    }
  }

  AgentContext context() {
    return context;
  }

  HostWatch watch() {
    return watch;
  }

  ClockWatch clock() {
    return clock;
  }

  ProbeBoard probes() {
    return probes;
  }

  MigrationDesk desk() {
    return desk;
  }

  KeptRules rules() {
    return rules;
  }

  DomainConfigurations configurations() {
    return configurations;
  }

  List<String> sharedStores() {
    return surroundings.sharedStores().get();
  }

  /** What is wrong, each line with its remedy. */
  List<String> warnings() {
    List<String> all = new ArrayList<>(surroundings.warnings().get());
    journalProblem.ifPresent(all::add);
    rules.problem().ifPresent(all::add);
    return all;
  }

  /** From now on these probes serve, and no others. */
  void serve(Map<String, ProbeDefinition> definitions) {
    context.loop().execute(() -> probes.serve(definitions));
  }

  /** From now on these wrappers serve, and no others. */
  void wrap(Map<String, WrapperDefinition> definitions) {
    context.loop().execute(() -> wrappers.serve(definitions));
  }

  /** Looks out of turn. */
  void lookSoon() {
    context.loop().execute(watch::lookSoon);
  }

  /** Looks at the period that is configured now. */
  void reschedule() {
    context.loop().execute(watch::reschedule);
  }

  /**
   * Creates a domain for somebody who asks for it here.
   *
   * @throws IllegalStateException when it is being moved, is elsewhere, or a leader creates
   */
  DomainIdentity create(String configuration) throws HypervisorException {
    Named wanted = named(configuration);
    CompletableFuture<Optional<Explanation>> begun = desk.beginCreate(wanted);
    try {
      Answers.await(begun, context.settings().get().patience().answerMillis())
          .ifPresent(
              why -> {
                throw new IllegalStateException(why.code() + ": " + why.text());
              });
      return context.hypervisor().create(configuration);
    } finally {
      endCreate(wanted, begun);
    }
  }

  private Named named(String configuration) {
    return context.hypervisor() instanceof ConfigurationReader reader
        ? reader.named(configuration)
        : Named.NOTHING;
  }

  /** Also when the loop was too slow with its answer, so that nothing was created. */
  @SuppressWarnings("FutureReturnValueIgnored") // Nobody waits for it.
  private void endCreate(Named wanted, CompletableFuture<Optional<Explanation>> begun) {
    begun.thenAccept(
        objection -> {
          if (objection.isEmpty()) {
            desk.createEnded(wanted);
          }
        });
  }

  /** Sets what the host is there for; it is durable when this returns. */
  void changeState(HostState state) {
    await("the state", beginState(state));
  }

  /** Sets what the host is there for; tells why that could not be made durable, if so. */
  CompletableFuture<Optional<IOException>> beginState(HostState state) {
    return journal
        .write(file -> file.hostState(state))
        .thenApply(
            failure -> {
              if (failure.isEmpty()) {
                LOG.info("{} is {} from now on", context.host(), state);
                context.loop().execute(() -> watch.state(state));
              }
              return failure;
            });
  }

  private void keepChoice(String probe, ProbeParameters chosen) {
    await("probe " + probe, journal.write(file -> file.probeParameters(probe, chosen)));
  }

  private void await(String what, CompletableFuture<Optional<IOException>> kept) {
    Optional<IOException> failure =
        Answers.await(kept, context.settings().get().patience().answerMillis());
    if (failure.isPresent()) {
      throw new IllegalStateException(what + " is not changed: " + failure.get().getMessage());
    }
  }

  private boolean stopLooking() {
    watch.stop();
    clock.stop();
    probes.serve(Map.of());
    wrappers.stop();
    return true;
  }

  /** After what is still to be written. The next instance of this host must find it closed. */
  private void closeJournal() {
    try {
      Answers.await(journal.write(AgentJournal::close), CLOSE_MILLIS)
          .ifPresent(e -> LOG.debug("{}: the journal was not open", context.host(), e));
    } catch (IllegalStateException e) {
      LOG.warn("{}: the journal's disk does not answer; leaving it", context.host(), e);
    }
  }

  /** Unregisters everything and decides nothing more; what runs, runs on. */
  @Override
  public void close() {
    try {
      Answers.await(context.loop().call(this::stopLooking), CLOSE_MILLIS);
    } catch (IllegalStateException e) {
      LOG.warn("{}: the agent did not end in time", context.host(), e);
    }
    context.loop().close();
    mbeans.close();
    closeJournal();
    LOG.info("agent of {} has ended", context.host());
  }
}
