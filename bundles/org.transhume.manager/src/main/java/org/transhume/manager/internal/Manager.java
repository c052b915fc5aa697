// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.transhume.api.model.ClusterSnapshot;
import org.transhume.api.model.Epoch;
import org.transhume.api.model.Explanation;
import org.transhume.api.model.HostState;
import org.transhume.api.model.MigrationPhase;
import org.transhume.api.mx.CheckReport;
import org.transhume.api.mx.Creation;
import org.transhume.api.mx.DomainEvent;
import org.transhume.api.mx.DomainSample;
import org.transhume.api.mx.DomainStop;
import org.transhume.api.mx.MigrationEvent;
import org.transhume.api.mx.ProbeEvent;
import org.transhume.manager.internal.MigrationRequest.Priority;
import org.transhume.manager.internal.decisions.Decisions;
import org.transhume.manager.internal.history.HistoryStore;
import org.transhume.manager.internal.journal.Journal;
import org.transhume.manager.internal.rules.RuleDelivery;
import org.transhume.manager.internal.rules.RuleOffice;
import org.transhume.manager.internal.rules.Rulebook;
import org.transhume.manager.internal.view.ClusterView;
import org.transhume.manager.internal.view.ClusterView.Located;
import org.transhume.migration.manager.Pace;
import org.transhume.rules.Labelling;
import org.transhume.rules.RuleSet;

/**
 * The manager: one loop on which everything is decided. Agents, policies and people come in through
 * its methods from any thread; what they bring is turned to on the loop, one thing after the other.
 */
final class Manager implements AgentEvents {

  private static final Logger LOG = LoggerFactory.getLogger(Manager.class);

  /** More than a fence may take by its configuration. */
  private static final long FENCE_MILLIS = 120_000;

  private final Loop loop;
  private final Clock clock;
  private final Settings settings;
  private final Epoch epoch;
  private final long startedAtEpochMillis;
  private final ClusterView view;
  private final Rulebook rulebook;
  private final RuleDelivery ruleDelivery;
  private final RuleOffice ruleOffice;
  private final Coordinator coordinator;
  private final Losses losses;
  private final Powers powers;
  private final Creations creations;
  private final StopWishes stopWishes;
  private final Policies policies;
  private final Rounds rounds;
  private final Decisions decisions;
  private final HistoryStore history;
  private final Drains drains;
  private final Caps caps;
  private final Keeper keeper;
  private final Attention attention = new Attention();
  private final Attending attending;
  private final Announcer announcer;
  private final Display display;
  private final CompletableFuture<String> superseded = new CompletableFuture<>();
  private final Map<String, String> connections = new ConcurrentHashMap<>();

  /**
   * Makes a manager that does nothing until {@link #start}.
   *
   * @param epoch under which it leads; already in the journal
   * @param workers where policies and fences run
   * @param fences that are there; they may come and go
   * @param switches that are there, likewise
   * @param archive where decisions and migrations are kept for people
   * @param display shows beans and notifications
   */
  Manager(
      Loop loop,
      Clock clock,
      Settings settings,
      Journal journal,
      Epoch epoch,
      Pace pace,
      Executor workers,
      Fences fences,
      PowerSwitches switches,
      Archive archive,
      Emitter emitter,
      Display display) {
    this.loop = loop;
    this.clock = clock;
    this.settings = settings;
    this.epoch = epoch;
    this.startedAtEpochMillis = emitter.startedAtEpochMillis();
    this.announcer = new Announcer(emitter, display, clock);
    this.display = display;
    this.rulebook = new Rulebook(loop, clock, journal);
    this.ruleDelivery = new RuleDelivery(loop, rulebook, epoch, this::superseded);
    this.view =
        new ClusterView(
            settings.times().staleAfterMillis(),
            snapshot -> Labelling.of(snapshot, rulebook.rules()));
    this.keeper = new Keeper(loop, journal, "modes, caps, parameters or states of policies");
    this.caps = new Caps(settings.guards(), journal.opened(), keeper);
    Guards guards = new Guards(settings.guards(), caps);
    this.coordinator =
        new Coordinator(
            loop,
            clock,
            journal,
            view,
            guards,
            new Orders(epoch, settings.times()),
            pace,
            new ShownMigrations());
    this.history = archive.history();
    this.decisions = new Decisions(archive.decisions(), loop);
    this.drains = new Drains(loop, view, coordinator, caps);
    this.losses =
        new Losses(
            new Losses.Surroundings(
                loop,
                clock,
                journal,
                view,
                coordinator,
                settings,
                fences,
                new PlugInBorder(loop, workers, FENCE_MILLIS),
                rulebook),
            epoch,
            new ShownLosses());
    coordinator.minds(losses.stops()::explain);
    this.powers =
        new Powers(
            loop,
            clock,
            journal,
            view,
            coordinator,
            switches,
            new PlugInBorder(loop, workers, FENCE_MILLIS),
            new PowerGuards(settings.powering()),
            losses::atHosts,
            announcer::power);
    Creations.Surroundings wishes =
        new Creations.Surroundings(
            loop,
            clock,
            view,
            coordinator,
            losses,
            powers,
            settings,
            this::superseded,
            new CreationNews(emitter, clock));
    this.creations = new Creations(wishes, epoch);
    this.stopWishes = new StopWishes(wishes, creations);
    this.attending =
        new Attending(
            loop,
            view,
            settings,
            epoch,
            caps,
            ruleDelivery,
            attention,
            losses::elsewhere,
            this::superseded);
    PolicyCalls calls =
        new PolicyCalls(new PlugInBorder(loop, workers, settings.times().policyMillis()));
    this.policies = new Policies(clock, journal, keeper, settings, calls, announcer);
    DomainGate domainGate =
        new DomainGate(
            new DomainGate.Surroundings(
                loop, view, coordinator, losses.stops(), stopWishes, settings),
            policies);
    this.rounds =
        new Rounds(
            loop,
            clock,
            view,
            coordinator,
            losses,
            settings,
            policies,
            new MoveGate(loop, coordinator, guards, policies, settings),
            powers,
            domainGate,
            calls,
            decisions,
            announcer);
    policies.whenChanged(rounds::soon);
    domainGate.whenChanged(rounds::soon);
    this.ruleOffice = new RuleOffice(rulebook, this::snapshot, losses::knownDomains);
    rulebook.whenChanged(
        () -> {
          ruleDelivery.changed(view.agents());
          rounds.soon();
        });
    settings.endpoints().forEach(endpoint -> connections.put(endpoint.toString(), "connecting"));
  }

  /** Begins to decide. */
  void start() {
    loop.execute(
        () -> {
          announcer.leads(settings.name(), epoch);
          coordinator.recovery().begin();
          losses.start();
          creations.start();
          rounds.start();
          lookAfterDisplay();
        });
  }

  /**
   * Done, on the loop, when an agent answers that it knows a newer leader: why. This manager leads
   * no more then, and whoever runs it has to end it; what is under way belongs to that leader.
   */
  CompletionStage<String> superseded() {
    return superseded;
  }

  // What agents tell

  @Override
  public void connected(AgentPort agent) {
    loop.execute(
        () -> {
          LOG.info("agent of {} at {}: connected", agent.host(), agent.endpoint());
          connections.put(agent.endpoint(), "connected");
          view.connected(agent);
          announcer.connected(agent);
          attending.attend(agent);
          lookForRequests(agent);
          coordinator.recovery().connected(agent.host());
          losses.connected(agent);
          powers.connected(agent);
          rounds.soon();
          display.domainsChanged(agent);
        });
  }

  @Override
  public void lost(AgentPort agent, String detail) {
    loop.execute(
        () -> {
          LOG.warn("agent of {} at {}: lost: {}", agent.host(), agent.endpoint(), detail);
          losses.lost(agent);
          powers.lost(agent.host());
          ruleDelivery.lost(agent);
          view.lost(agent, detail);
          attending.lost(agent);
          announcer.lost(agent, detail);
        });
  }

  @Override
  public void unreachable(String endpoint, String detail) {
    loop.execute(
        () -> {
          String before = connections.put(endpoint, detail);
          if (!detail.equals(before)) {
            LOG.warn("endpoint {}: {}", endpoint, detail);
            announcer.unreachable(endpoint, detail);
          }
        });
  }

  @Override
  public void resynchronised(AgentPort agent) {
    loop.execute(
        () -> {
          lookForRequests(agent);
          losses.changed(agent);
          rounds.soon();
          display.domainsChanged(agent);
        });
  }

  @Override
  public void probe(AgentPort agent, ProbeEvent event) {
    loop.execute(
        () -> {
          LOG.debug("{}", event);
          view.probe(event);
          rounds.soon();
        });
  }

  @Override
  public void domain(AgentPort agent, DomainEvent event) {
    loop.execute(
        () -> {
          losses.changed(agent);
          display.domainsChanged(agent);
        });
  }

  @Override
  public void migration(AgentPort agent, MigrationEvent event) {
    loop.execute(
        () -> {
          boolean request =
              event.phase() == MigrationPhase.REQUESTED && agent.host().equals(event.source());
          if (request) {
            adopt(
                new OpenRequest(
                    event.id(),
                    event.domainUuid(),
                    event.domain(),
                    event.source(),
                    event.target(),
                    event.reasons().isEmpty() ? "" : event.reasons().get(0).text()));
          } else {
            coordinator.reported(agent.host(), event);
          }
        });
  }

  // What policies are there

  /** A policy service has come. */
  void add(PolicyVersion version) {
    loop.execute(() -> policies.add(version));
  }

  /** A policy service has gone. */
  void remove(long serviceId) {
    loop.execute(() -> policies.remove(serviceId));
  }

  // What people ask; only on the loop

  Loop loop() {
    return loop;
  }

  Settings settings() {
    return settings;
  }

  Epoch epoch() {
    return epoch;
  }

  long startedAtEpochMillis() {
    return startedAtEpochMillis;
  }

  long now() {
    return clock.millis();
  }

  Coordinator coordinator() {
    return coordinator;
  }

  Losses losses() {
    return losses;
  }

  Powers powers() {
    return powers;
  }

  Policies policies() {
    return policies;
  }

  Rounds rounds() {
    return rounds;
  }

  /** The rules in force. */
  RuleSet rules() {
    return rulebook.rules();
  }

  /** Where they are changed. */
  RuleOffice ruleOffice() {
    return ruleOffice;
  }

  /** Agents that do not keep them, each with the reason. */
  List<String> unkeptRules() {
    return ruleDelivery.unkept();
  }

  private ClusterSnapshot snapshot() {
    return view().snapshot(loop.monotonicMillis(), clock.millis(), coordinator.running());
  }

  HistoryStore history() {
    return history;
  }

  Decisions decisions() {
    return decisions;
  }

  long cap(Cap cap) {
    return caps.of(cap);
  }

  /** Sets a cap; one on bandwidth is told to every agent at once, the others hold for the next. */
  void setCap(Cap cap, long value) {
    caps.set(cap, value);
    if (cap == Cap.BANDWIDTH) {
      attending.changed();
    }
  }

  Map<String, String> connections() {
    return new TreeMap<>(connections);
  }

  /** The view with the newest samples looked at. */
  ClusterView view() {
    view.refresh(loop.monotonicMillis());
    return view;
  }

  Map<String, Explanation> staleHosts() {
    return view().staleHosts(loop.monotonicMillis());
  }

  /** What needs a person's attention. */
  List<String> warnings() {
    List<String> warnings = new ArrayList<>(attention.lines());
    keeper.problem().ifPresent(warnings::add);
    decisions.problem().ifPresent(warnings::add);
    warnings.addAll(losses.warnings());
    warnings.addAll(powers.warnings());
    warnings.addAll(creations.warnings());
    view().domainsThatRunTwice().forEach(twice -> warnings.add(twice.text()));
    unkeptRules().forEach(line -> warnings.add("the rules are not kept by " + line));
    policies.slots().forEach(slot -> warnings.addAll(slot.warnings()));
    coordinator.statuses().stream()
        .filter(status -> status.phase() == MigrationPhase.REPAIR)
        .forEach(
            status ->
                warnings.add(
                    "migration "
                        + status.id()
                        + " of "
                        + status.request().domain()
                        + " needs a person: "
                        + status.outcomeReasons()));
    return warnings;
  }

  /**
   * The domain of that name or uuid.
   *
   * @throws IllegalArgumentException when there is none, or several of that name
   */
  Located find(String nameOrUuid) {
    List<Located> found = view().find(nameOrUuid);
    if (found.size() > 1) {
      throw new IllegalArgumentException(
          "several domains are named "
              + nameOrUuid
              + "; give the uuid: "
              + found.stream().map(one -> one.domain().uuid() + " on " + one.on().host()).toList());
    }
    return found.stream()
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    NearNames.unknown("domain", nameOrUuid, view.domainNames())));
  }

  /** Asks for a migration; a migration that cannot be begun ends REFUSED with its reasons. */
  String migrate(String domain, String targetHost, String requestedBy) {
    return coordinator.request(wish(domain, targetHost, requestedBy));
  }

  /** Checks a migration as if it were asked for, and begins nothing. */
  CompletionStage<CheckReport> check(String domain, String targetHost) {
    return coordinator.check(wish(domain, targetHost, "operator"));
  }

  /**
   * Says why a domain or a host is as it is.
   *
   * @throws IllegalArgumentException when there is neither of that name
   */
  List<Explanation> explain(String subject) {
    Explainer explainer =
        new Explainer(
            view(), coordinator, policies, staleHosts(), history.chronicle(), clock.millis());
    if (view.hostNames().contains(subject)) {
      return explainer.host(subject);
    }
    return stopWishes
        .whyStopped(subject)
        .map(List::of)
        .orElseGet(() -> explainer.domain(findToExplain(subject)));
  }

  private Located findToExplain(String subject) {
    if (view.find(subject).isEmpty()) {
      List<String> known = new ArrayList<>(view.domainNames());
      known.addAll(view.hostNames());
      throw new IllegalArgumentException(NearNames.unknown("domain or host", subject, known));
    }
    return find(subject);
  }

  private MigrationRequest wish(String domain, String targetHost, String requestedBy) {
    Explanation why = Explanation.of("OPERATOR", "wanted by an operator");
    MigrationRequest wish =
        unseen(domain)
            .map(last -> last.again(targetHost, requestedBy, why, Priority.OPERATOR))
            .orElseGet(
                () -> find(domain).requestTo(targetHost, requestedBy, why, Priority.OPERATOR));
    String source = coordinator.justMovedTo(wish.domainUuid()).orElse(wish.source());
    checkHost(targetHost);
    if (source.equals(targetHost)) {
      throw new IllegalArgumentException(wish.domain() + " is already on " + targetHost);
    }
    return wish.from(source);
  }

  /** The last wish for a domain that no sample shows, because it is or was on its way. */
  private Optional<MigrationRequest> unseen(String nameOrUuid) {
    if (!view().find(nameOrUuid).isEmpty()) {
      return Optional.empty();
    }
    return coordinator.unsettled().stream()
        .map(MigrationStatus::request)
        .filter(one -> one.domain().equals(nameOrUuid) || one.domainUuid().equals(nameOrUuid))
        .reduce((earlier, later) -> later);
  }

  /**
   * Has a domain created, once in the cluster.
   *
   * @param host where; empty for wherever there is room
   */
  CompletionStage<Creation> create(String configuration, String host) {
    if (!host.isEmpty()) {
      checkHost(host);
    }
    return creations.create(configuration, host);
  }

  /**
   * Has a domain stopped for an operator.
   *
   * @param force whether its guest is not asked
   * @throws IllegalArgumentException when there is no such domain, or several
   */
  CompletionStage<DomainStop> stop(String domain, boolean force) {
    losses.look();
    return stopWishes
        .withoutStopping(domain)
        .<CompletionStage<DomainStop>>map(CompletableFuture::completedFuture)
        .orElseGet(() -> stopWishes.stop(find(domain), force, "an operator"));
  }

  /**
   * Has a domain started for an operator that is stopped on purpose.
   *
   * @param host where; empty for wherever there is room
   * @throws IllegalArgumentException when there is no such domain or host
   */
  CompletionStage<Creation> startDomain(String domain, String host) {
    if (!host.isEmpty()) {
      checkHost(host);
    }
    losses.look();
    return stopWishes.start(domain, host);
  }

  /** Sets a host's state on its agent. */
  CompletionStage<Void> setHostState(String host, HostState state) {
    checkHost(host);
    return view.agent(host)
        .map(agent -> agent.setHostState(state))
        .orElseGet(
            () ->
                CompletableFuture.failedFuture(
                    new IllegalStateException(
                        "no contact with the agent of " + host + "; it keeps its state")));
  }

  /** Lets an empty host go down; what the power switch says. */
  CompletionStage<String> powerOff(String host) {
    checkHost(host);
    return powers.down(host, "operator", "wanted by an operator", false);
  }

  /** Lets a host come up; what the power switch says. */
  CompletionStage<String> powerOn(String host) {
    if (!powers.isDown(host)) {
      checkHost(host);
    }
    return powers.up(host, "operator", "wanted by an operator");
  }

  /** Begins to empty a host that has been told to drain; what leaves it and what stays. */
  List<String> drain(String host) {
    view();
    return drains.begin(host);
  }

  /** A host has been told to be active again. */
  void activated(String host) {
    drains.end(host);
  }

  /** A person has looked after what that migration or creation left; over when it is durable. */
  CompletionStage<Void> repaired(String migrationId) {
    if (creations.repaired(migrationId)) {
      return CompletableFuture.completedFuture(null);
    }
    return coordinator.recovery().repaired(migrationId, "operator");
  }

  private void checkHost(String host) {
    if (!view.hostNames().contains(host)) {
      throw new IllegalArgumentException(NearNames.unknown("host", host, view.hostNames()));
    }
  }

  /** Requests made while nobody listened: their notifications were lost, their beans are there. */
  private void lookForRequests(AgentPort agent) {
    agent
        .openRequests()
        .whenComplete(
            (requests, failure) ->
                loop.execute(
                    () -> {
                      if (failure == null) {
                        requests.forEach(this::adopt);
                      } else {
                        LOG.debug("{} was not asked for its requests", agent.host(), failure);
                      }
                    }));
  }

  /** Somebody asked on an agent; whatever speaks against it is told there, too. */
  private void adopt(OpenRequest request) {
    DomainSample known =
        view().find(request.domainUuid()).stream().findFirst().map(Located::domain).orElse(null);
    String why = request.reason().isEmpty() ? "asked for at " + request.source() : request.reason();
    coordinator.adopt(
        request.id(),
        new MigrationRequest(
            request.domainUuid(),
            request.domain(),
            request.source(),
            request.target(),
            known == null ? 0 : known.memoryBytes(),
            known == null ? 0 : known.vcpus(),
            "operator at " + request.source(),
            Explanation.of("OPERATOR", why),
            Priority.OPERATOR));
  }

  private void superseded(String why) {
    if (superseded.complete(why)) {
      LOG.error("this manager, of epoch {}, is superseded and leads no more: {}", epoch, why);
    }
  }

  private void lookAfterDisplay() {
    display.domainsChanged();
    drains.look();
    losses.look();
    for (Explanation twice : view.domainsThatRunTwice()) {
      attention.call("twice " + twice.operands().get("uuid"), twice.text());
    }
    loop.schedule(settings.times().roundMillis(), this::lookAfterDisplay);
  }

  private final class ShownMigrations implements MigrationListener {
    @Override
    public void reached(MigrationStatus status) {
      announcer.reached(status);
      if (status.phase() == MigrationPhase.HANDOVER) {
        losses.mayHaveHad(status.request().domainUuid(), status.request().target());
      }
      if (status.phase().isFinal()) {
        history.add(status.past());
        loop.execute(rounds::soon);
        loop.execute(drains::look);
      }
    }

    @Override
    public void progressed(MigrationStatus status) {
      display.migration(status);
    }

    @Override
    public void forgotten(String id) {
      display.migrationForgotten(id);
    }

    @Override
    public void superseded(String why) {
      Manager.this.superseded(why);
    }
  }

  private final class ShownLosses implements LossListener {
    @Override
    public void happened(String type, String host, About about, List<Explanation> reasons) {
      announcer.happened(type, host, about, reasons);
      loop.execute(rounds::soon);
    }

    @Override
    public void over(String host) {
      display.lossOver(host);
    }

    @Override
    public void superseded(String why) {
      Manager.this.superseded(why);
    }
  }
}
