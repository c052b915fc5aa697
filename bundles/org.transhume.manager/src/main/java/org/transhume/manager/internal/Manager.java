// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal;

import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
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
import org.transhume.api.model.ManagerRole;
import org.transhume.api.model.MigrationPhase;
import org.transhume.api.model.Proposal;
import org.transhume.api.mx.Attendance;
import org.transhume.api.mx.CheckReport;
import org.transhume.api.mx.ConnectionEvent;
import org.transhume.api.mx.DomainEvent;
import org.transhume.api.mx.DomainSample;
import org.transhume.api.mx.LossEvent;
import org.transhume.api.mx.MigrationEvent;
import org.transhume.api.mx.NotificationTypes;
import org.transhume.api.mx.PolicyEvent;
import org.transhume.api.mx.ProbeEvent;
import org.transhume.api.mx.RoleEvent;
import org.transhume.api.mx.StepResult;
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
  private static final int LEASE_PARTS = 3;

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
  private final Policies policies;
  private final Rounds rounds;
  private final Decisions decisions;
  private final HistoryStore history;
  private final Drains drains;
  private final Caps caps;
  private final Keeper keeper;
  private final Attention attention;
  private final Emitter emitter;
  private final Display display;
  private final CompletableFuture<String> superseded = new CompletableFuture<>();
  private final Map<String, String> connections = new ConcurrentHashMap<>();
  private final Map<AgentPort, Loop.Timer> leases = new HashMap<>();

  /**
   * Makes a manager that does nothing until {@link #start}.
   *
   * @param epoch under which it leads; already in the journal
   * @param workers where policies and fences run
   * @param fences that are there; they may come and go
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
      Archive archive,
      Emitter emitter,
      Display display) {
    this.loop = loop;
    this.clock = clock;
    this.settings = settings;
    this.epoch = epoch;
    this.startedAtEpochMillis = emitter.startedAtEpochMillis();
    this.emitter = emitter;
    this.display = display;
    this.rulebook = new Rulebook(loop, clock, journal);
    this.ruleDelivery = new RuleDelivery(loop, rulebook, epoch, this::superseded);
    this.view =
        new ClusterView(
            settings.times().staleAfterMillis(),
            snapshot -> Labelling.of(snapshot, rulebook.rules()));
    this.attention = new Attention();
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
    PolicyCalls calls =
        new PolicyCalls(new PlugInBorder(loop, workers, settings.times().policyMillis()));
    PolicyListener shown = new ShownPolicies();
    this.policies = new Policies(clock, journal, keeper, settings, calls, shown);
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
            calls,
            decisions,
            shown);
    policies.whenChanged(rounds::soon);
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
          emitter.emit(
              NotificationTypes.MANAGER_ROLE,
              settings.name() + " leads under epoch " + epoch,
              new RoleEvent(startedAtEpochMillis, ManagerRole.LEADER, epoch, clock.millis()));
          coordinator.recovery().begin();
          losses.start();
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
          emitter.emit(
              NotificationTypes.AGENT_CONNECTED,
              agent.host() + " at " + agent.endpoint(),
              connection(agent.host(), agent.endpoint(), ""));
          attend(agent);
          lookForRequests(agent);
          coordinator.recovery().connected(agent.host());
          losses.connected(agent);
          rounds.soon();
          showDomains();
        });
  }

  @Override
  public void lost(AgentPort agent, String detail) {
    loop.execute(
        () -> {
          LOG.warn("agent of {} at {}: lost: {}", agent.host(), agent.endpoint(), detail);
          losses.lost(agent);
          ruleDelivery.lost(agent);
          view.lost(agent, detail);
          Loop.Timer lease = leases.remove(agent);
          if (lease != null) {
            lease.cancel();
          }
          emitter.emit(
              NotificationTypes.AGENT_LOST,
              agent.host() + " at " + agent.endpoint() + ": " + detail,
              connection(agent.host(), agent.endpoint(), detail));
        });
  }

  @Override
  public void unreachable(String endpoint, String detail) {
    loop.execute(
        () -> {
          String before = connections.put(endpoint, detail);
          if (!detail.equals(before)) {
            LOG.warn("endpoint {}: {}", endpoint, detail);
            emitter.emit(
                NotificationTypes.AGENT_LOST,
                endpoint + ": " + detail,
                connection("", endpoint, detail));
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
          display.domainsChanged();
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
          display.domainsChanged();
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
      List.copyOf(leases.keySet()).forEach(this::attend);
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
    Explainer explainer = new Explainer(view(), coordinator, policies, staleHosts());
    return view.hostNames().contains(subject)
        ? explainer.host(subject)
        : explainer.domain(findToExplain(subject));
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

  /** Begins to empty a host that has been told to drain; what leaves it and what stays. */
  List<String> drain(String host) {
    view();
    return drains.begin(host);
  }

  /** A host has been told to be active again. */
  void activated(String host) {
    drains.end(host);
  }

  /** A person has looked after what that migration left; over when it is durable. */
  CompletionStage<Void> repaired(String migrationId) {
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

  private void attend(AgentPort agent) {
    if (view.agent(agent.host()).filter(current -> current == agent).isEmpty()) {
      return;
    }
    long lease = settings.times().leaseMillis();
    agent
        .attend(
            new Attendance(
                settings.name(),
                epoch,
                lease,
                caps.of(Cap.BANDWIDTH),
                losses.elsewhere(agent.host())))
        .whenComplete((result, failure) -> loop.execute(() -> attended(agent, result, failure)));
    // Spread over the lease by the host's name, so that a thousand agents are not renewed at once.
    long part = lease / LEASE_PARTS;
    long spread = Math.floorMod(agent.host().hashCode(), Math.max(1, part / 4));
    Loop.Timer before = leases.put(agent, loop.schedule(part - spread, () -> attend(agent)));
    if (before != null) {
      before.cancel();
    }
  }

  private void attended(AgentPort agent, StepResult result, Throwable failure) {
    String key = "attend " + agent.host();
    if (failure != null) {
      LOG.debug("{} was not attended", agent.host(), failure);
    } else if (result.accepted()) {
      attention.over(key);
      ruleDelivery.attended(agent, result);
    } else if (NewerLeader.toldBy(result).isPresent()) {
      superseded(NewerLeader.toldBy(result).get());
    } else {
      attention.call(
          key,
          "the agent of "
              + agent.host()
              + " refuses this manager under epoch "
              + epoch
              + ": "
              + result.reasons());
    }
  }

  private void superseded(String why) {
    if (superseded.complete(why)) {
      LOG.error("this manager, of epoch {}, is superseded and leads no more: {}", epoch, why);
    }
  }

  private ConnectionEvent connection(String host, String endpoint, String detail) {
    return new ConnectionEvent(startedAtEpochMillis, host, endpoint, detail, clock.millis());
  }

  private void lookAfterDisplay() {
    showDomains();
    drains.look();
    losses.look();
    for (Explanation twice : view.domainsThatRunTwice()) {
      attention.call("twice " + twice.operands().get("uuid"), twice.text());
    }
    loop.schedule(settings.times().roundMillis(), this::lookAfterDisplay);
  }

  private void showDomains() {
    display.domainsChanged();
  }

  /** Tells each trouble once in the log, and as long as it lasts to whoever asks. */
  private static final class Attention {
    private final Map<String, String> open = new TreeMap<>();

    void call(String key, String text) {
      if (!text.equals(open.put(key, text))) {
        LOG.error("{}", text);
      }
    }

    void over(String key) {
      open.remove(key);
    }

    List<String> lines() {
      return List.copyOf(open.values());
    }
  }

  private final class ShownMigrations implements MigrationListener {
    @Override
    public void reached(MigrationStatus status) {
      display.migration(status);
      emitter.emit(
          NotificationTypes.migration(status.phase()),
          status.request().domain()
              + " from "
              + status.request().source()
              + " to "
              + status.request().target(),
          status.event(startedAtEpochMillis, clock.millis()));
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
      display.loss(host);
      emitter.emit(
          type,
          host + (about.domain().isEmpty() ? "" : ": " + about.domain() + " on " + about.target()),
          new LossEvent(
              startedAtEpochMillis,
              host,
              about.domain(),
              about.uuid(),
              about.target(),
              reasons,
              clock.millis()));
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

  private final class ShownPolicies implements PolicyListener {
    @Override
    public void appeared(String policy) {
      display.policy(policy);
    }

    @Override
    public void swapped(PolicySlot slot, String version, String previousVersion) {
      emitter.emit(
          NotificationTypes.POLICY_SWAPPED,
          slot.name + " " + (version.isEmpty() ? "gone" : version),
          event(slot, version, previousVersion, Proposal.EMPTY));
    }

    @Override
    public void proposed(PolicySlot slot, String version, Proposal proposal) {
      proposal
          .moves()
          .forEach(
              move ->
                  LOG.info(
                      "policy {} {} ({}) wants {} from {} to {}: {}",
                      slot.name,
                      version,
                      slot.mode,
                      move.domain(),
                      move.source(),
                      move.target(),
                      move.reason()));
      proposal
          .refusals()
          .forEach(
              refusal ->
                  LOG.info(
                      "policy {} {} leaves {}: {}",
                      slot.name,
                      version,
                      refusal.subject(),
                      refusal.reason()));
      emitter.emit(
          NotificationTypes.POLICY_PROPOSED,
          slot.name
              + ": "
              + proposal.moves().size()
              + " moves, "
              + proposal.refusals().size()
              + " refusals",
          event(slot, version, "", proposal));
    }

    private PolicyEvent event(PolicySlot slot, String version, String previous, Proposal proposal) {
      return new PolicyEvent(
          startedAtEpochMillis,
          slot.name,
          version,
          previous,
          slot.mode,
          proposal.moves(),
          proposal.refusals(),
          clock.millis());
    }
  }
}
