// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.transhume.api.model.ClusterSnapshot;
import org.transhume.api.model.DomainSnapshot;
import org.transhume.api.model.Explanation;
import org.transhume.api.model.Mode;
import org.transhume.api.model.Move;
import org.transhume.api.model.Proposal;
import org.transhume.api.model.Refusal;
import org.transhume.manager.internal.MigrationRequest.Priority;
import org.transhume.manager.internal.decisions.Decisions;
import org.transhume.manager.internal.decisions.Question;
import org.transhume.manager.internal.decisions.RecordedDecision;
import org.transhume.manager.internal.journal.Journal;
import org.transhume.manager.internal.journal.JournalEntry.ManagerMode;
import org.transhume.manager.internal.journal.JournalEntry.PolicyMode;
import org.transhume.manager.internal.journal.JournalEntry.PolicyParameterSet;
import org.transhume.manager.internal.journal.JournalEntry.PolicyPrioritySet;
import org.transhume.manager.internal.journal.JournalEntry.PolicyStateKept;
import org.transhume.manager.internal.journal.JournalEntry.PolicyWindowsSet;
import org.transhume.manager.internal.view.ClusterView;
import org.transhume.spi.policy.Decision;
import org.transhume.spi.policy.PolicyContext;
import org.transhume.spi.policy.PolicyState;

/**
 * Asks policies, and applies around all of them alike what keeps them from doing harm. Belongs to
 * the loop.
 */
final class Policies {

  private static final Logger LOG = LoggerFactory.getLogger(Policies.class);
  private static final long LEAST_BETWEEN_ROUNDS_MILLIS = 20;

  private final Loop loop;
  private final Clock clock;
  private final Journal journal;
  private final ClusterView view;
  private final Coordinator coordinator;
  private final Losses losses;
  private final Settings settings;
  private final Guards guards;
  private final PolicyCalls calls;
  private final Decisions decisions;
  private final PolicyListener listener;
  private final Keeper keeper;
  private final Restraints restraints;
  private final Map<String, PolicySlot> slots = new TreeMap<>();
  private Mode mode;
  private boolean roundDue;
  private boolean roundMissed;
  private long lastRoundMillis = Long.MIN_VALUE;

  Policies(
      Loop loop,
      Clock clock,
      Journal journal,
      ClusterView view,
      Coordinator coordinator,
      Guards guards,
      Keeper keeper,
      Losses losses,
      Settings settings,
      PolicyCalls calls,
      Decisions decisions,
      PolicyListener listener) {
    this.loop = loop;
    this.clock = clock;
    this.journal = journal;
    this.view = view;
    this.coordinator = coordinator;
    this.losses = losses;
    this.settings = settings;
    this.guards = guards;
    this.keeper = keeper;
    this.calls = calls;
    this.decisions = decisions;
    this.listener = listener;
    this.restraints = new Restraints(clock, keeper, journal.opened().suspended());
    this.mode = journal.opened().mode().orElse(settings.mode());
  }

  /** Begins the rounds that come without an event. */
  void start() {
    loop.schedule(
        settings.times().roundMillis(),
        () -> {
          roundSoon();
          start();
        });
  }

  /** A policy service has come. */
  void add(PolicyVersion version) {
    PolicySlot slot = slots.get(version.name());
    if (slot == null) {
      slot = remembered(version.name());
      slots.put(version.name(), slot);
      listener.appeared(version.name());
    }
    slot.versions.add(version);
    elect(slot);
  }

  /** A policy service has gone. */
  void remove(long serviceId) {
    for (PolicySlot slot : slots.values()) {
      if (slot.versions.removeIf(version -> version.serviceId() == serviceId)) {
        elect(slot);
      }
    }
  }

  Collection<PolicySlot> slots() {
    return slots.values();
  }

  Optional<PolicySlot> slot(String policy) {
    return Optional.ofNullable(slots.get(policy));
  }

  Mode mode() {
    return mode;
  }

  void setMode(Mode next) {
    LOG.info("mode {} (was {})", next, mode);
    mode = next;
    keeper.keep("mode", new ManagerMode(next));
    roundSoon();
  }

  void setMode(PolicySlot slot, Mode next) {
    LOG.info("policy {}: mode {} (was {})", slot.name, next, slot.mode);
    slot.mode = next;
    keeper.keep("mode of " + slot.name, new PolicyMode(slot.name, next));
    roundSoon();
  }

  void setParameter(PolicySlot slot, String parameter, double value) {
    slot.setParameter(parameter, value);
    LOG.info("policy {}: {} = {}", slot.name, parameter, value);
    keeper.keep(
        parameter + " of " + slot.name, new PolicyParameterSet(slot.name, parameter, value));
    roundSoon();
  }

  /** Changes how versions of a policy come to serve, and lets the best serve by it. */
  void setTrials(PolicySlot slot, Consumer<Trials> change) {
    change.accept(slot.trials);
    keepTrials(slot);
    elect(slot);
    roundSoon();
  }

  /** What holds policies back for a time. */
  Restraints restraints() {
    return restraints;
  }

  /**
   * Sets when a policy may move anything.
   *
   * @throws IllegalArgumentException naming the window that is wrong
   */
  void setWindows(PolicySlot slot, List<String> windows) {
    slot.setWindows(windows);
    LOG.info("policy {}: may move in {}", slot.name, windows.isEmpty() ? "every hour" : windows);
    keeper.keep("windows of " + slot.name, new PolicyWindowsSet(slot.name, windows));
    roundSoon();
  }

  void setPriority(PolicySlot slot, int priority) {
    slot.setPriority(priority);
    LOG.info("policy {}: priority {}", slot.name, priority);
    keeper.keep("priority of " + slot.name, new PolicyPrioritySet(slot.name, priority));
    roundSoon();
  }

  private void keepTrials(PolicySlot slot) {
    LOG.info("policy {}: {}", slot.name, slot.trials.kept());
    keeper.keep("trials of " + slot.name, slot.trials.kept());
  }

  /**
   * Lets a version serve that waits or was set back.
   *
   * @throws IllegalArgumentException naming the versions that are there
   */
  void promote(PolicySlot slot, String version) {
    PolicyVersion wanted =
        slot.versions.stream()
            .filter(one -> one.version().toString().equals(version))
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "policy "
                            + slot.name
                            + " has no version '"
                            + version
                            + "'; it has "
                            + slot.versions.stream().map(PolicyVersion::version).toList()));
    setTrials(slot, trials -> trials.promote(wanted.version()));
  }

  /**
   * Bars the version that serves, so that the best of the others does.
   *
   * @throws IllegalStateException when there is none
   */
  void setBack(PolicySlot slot, String why) {
    PolicyVersion serving = slot.serving().orElse(null);
    boolean another =
        slot.versions.stream().anyMatch(one -> !slot.isServedBy(one) && slot.trials.mayServe(one));
    if (serving == null || !another) {
      throw new IllegalStateException(
          "policy " + slot.name + " has no other version that could serve instead");
    }
    setTrials(slot, trials -> trials.bar(serving.version(), why));
  }

  /** Asks the policies after the present event; many events lead to one round. */
  void roundSoon() {
    if (roundDue) {
      return;
    }
    roundDue = true;
    long since =
        lastRoundMillis == Long.MIN_VALUE
            ? LEAST_BETWEEN_ROUNDS_MILLIS
            : loop.monotonicMillis() - lastRoundMillis;
    if (since >= LEAST_BETWEEN_ROUNDS_MILLIS) {
      loop.execute(this::round);
    } else {
      loop.schedule(LEAST_BETWEEN_ROUNDS_MILLIS - since, this::round);
    }
  }

  /** Asks a policy, and neither records nor carries out what it says. */
  void propose(PolicySlot slot, Consumer<Proposal> whenDone, Consumer<String> whenFailed) {
    Optional<PolicyVersion> serving = slot.serving().filter(version -> slot.isReady());
    if (serving.isEmpty()) {
      whenFailed.accept("no version of policy " + slot.name + " serves " + slot.problem());
      return;
    }
    Question question = question(slot, snapshot());
    decide(
        serving.get(),
        question,
        decision -> whenDone.accept(sane(decision.proposal(), question.snapshot())),
        whenFailed);
  }

  /**
   * Lets the version decide again that decided then, or the one that serves when that is gone.
   *
   * @param whenDone is told the version and what it says
   */
  void replay(
      RecordedDecision recorded,
      BiConsumer<String, Decision> whenDone,
      Consumer<String> whenFailed) {
    Optional<PolicyVersion> version =
        slot(recorded.policy())
            .flatMap(
                slot ->
                    slot.versions.stream()
                        .filter(one -> one.version().toString().equals(recorded.version()))
                        .findFirst()
                        .or(slot::serving));
    if (version.isEmpty()) {
      whenFailed.accept("no version of policy " + recorded.policy() + " is there to decide again");
      return;
    }
    decide(
        version.get(),
        recorded.question(),
        decision -> whenDone.accept(version.get().version().toString(), decision),
        whenFailed);
  }

  private void round() {
    roundDue = false;
    lastRoundMillis = loop.monotonicMillis();
    ClusterSnapshot snapshot = null;
    for (PolicySlot slot : List.copyOf(slots.values())) {
      PolicyVersion serving = slot.serving().orElse(null);
      if (serving == null || slot.mode.atMost(mode) == Mode.OBSERVE) {
        losses.proposed(slot.name, List.of(), List.of(), false);
        continue;
      }
      if (calls.awaits(serving)) {
        roundMissed = true;
        continue;
      }
      if (!slot.isReady()) {
        takeOver(slot, serving);
        continue;
      }
      snapshot = snapshot == null ? snapshot() : snapshot;
      Question question = question(slot, snapshot);
      decide(
          serving,
          question,
          decision -> decided(slot, serving, question, decision),
          why -> failed(slot, serving, "decide", why));
    }
  }

  private static Question question(PolicySlot slot, ClusterSnapshot snapshot) {
    return question(snapshot, slot.state, slot.parameterValues());
  }

  private static Question question(
      ClusterSnapshot snapshot, PolicyState state, Map<String, Double> parameters) {
    long now = snapshot.atEpochMillis();
    return new Question(snapshot, state, new PolicyContext(now, parameters, now));
  }

  /** After a policy has answered: asks again when a round found it still busy. */
  private void makeUpForMissedRound() {
    if (roundMissed) {
      roundMissed = false;
      roundSoon();
    }
  }

  private ClusterSnapshot snapshot() {
    long now = loop.monotonicMillis();
    view.refresh(now);
    return view.snapshot(now, clock.millis(), coordinator.running()).with(losses.all());
  }

  private void decide(
      PolicyVersion version,
      Question question,
      Consumer<Decision> whenDone,
      Consumer<String> whenFailed) {
    calls.decide(
        version,
        question,
        decision -> {
          whenDone.accept(decision);
          makeUpForMissedRound();
        },
        why -> {
          whenFailed.accept(why);
          makeUpForMissedRound();
        });
  }

  private void decided(PolicySlot slot, PolicyVersion by, Question question, Decision decision) {
    if (!slot.isServedBy(by)) {
      LOG.debug("policy {} {} was replaced while it decided", slot.name, by.version());
      return;
    }
    LOG.debug("policy {} {}: {} on {}", slot.name, by.version(), decision, question);
    if (!decision.nextState().equals(slot.state)) {
      slot.state = decision.nextState();
      slot.stateKept = true;
      keeper.keep("state of " + slot.name, new PolicyStateKept(slot.name, slot.state));
    }
    Proposal sane = sane(decision.proposal(), question.snapshot());
    slot.wished(sane);
    Proposal guarded = guarded(slot, sane);
    Proposal before = slot.lastProposal();
    slot.spoke(guarded, clock.millis());
    boolean news = differs(before, guarded);
    if (news) {
      listener.proposed(slot, by.version().toString(), guarded);
    }
    Mode allowed = slot.mode.atMost(mode);
    boolean automatic = allowed == Mode.AUTOMATIC;
    losses.proposed(slot.name, guarded.repairs(), guarded.refusals(), automatic);
    List<String> begun = automatic ? carryOut(slot, guarded.moves()) : List.of();
    if (news || !begun.isEmpty()) {
      decisions.record(
          slot.name, by.version().toString(), question, decision, allowed, guarded, begun);
    }
    slot.canary().ifPresent(canary -> ask(slot, canary, question.snapshot(), sane));
  }

  /** Begins the moves in their order, up to the bound of the version that wants them. */
  private List<String> carryOut(PolicySlot slot, List<Move> moves) {
    List<String> begun = new ArrayList<>();
    for (Move move : moves) {
      Optional<String> exceeded = slot.trials.exceeded(loop.monotonicMillis());
      if (exceeded.isPresent()) {
        calm(slot, exceeded.get());
        break;
      }
      view.find(move.domainUuid()).stream()
          .findFirst()
          .map(
              found ->
                  found.requestTo(
                      move.target(), "policy " + slot.name, move.reason(), Priority.POLICY))
          .map(coordinator::request)
          .ifPresent(
              id -> {
                slot.trials.begins(loop.monotonicMillis());
                begun.add(id);
              });
    }
    return begun;
  }

  /** A version wants to move more than it may: another one serves, or it may only advise. */
  private void calm(PolicySlot slot, String why) {
    String version = versionOf(slot.serving());
    try {
      setBack(slot, why);
      LOG.warn("policy {} {} is set back: {}", slot.name, version, why);
    } catch (IllegalStateException e) {
      LOG.warn("policy {} {} may only advise from now on: {}", slot.name, version, why, e);
      setMode(slot, Mode.ADVISE);
      slot.failed(version + " may only advise, set AUTOMATIC to let it go on: " + why);
    }
  }

  /** Asks the canary what the version that serves was asked, and compares. */
  private void ask(PolicySlot slot, Canary canary, ClusterSnapshot snapshot, Proposal other) {
    PolicyVersion version = canary.version;
    if (calls.awaits(version)) {
      return;
    }
    if (!canary.isReady()) {
      calls.takeOver(
          version, slot.state, slot.stateKept, canary::tookOver, why -> failed(slot, canary, why));
      return;
    }
    Question question = question(snapshot, canary.state(), slot.valuesOf(canary.declared()));
    calls.decide(
        version,
        question,
        decision -> compare(slot, canary, question, decision, other),
        why -> failed(slot, canary, why));
  }

  private void compare(
      PolicySlot slot, Canary canary, Question question, Decision decision, Proposal other) {
    if (slot.canary().filter(one -> one == canary).isEmpty()) {
      return;
    }
    long apart = settings.times().roundMillis() / 2;
    if (canary.spoke(decision, other, loop.monotonicMillis(), apart)) {
      decisions.record(
          slot.name,
          canary.version.version().toString(),
          question,
          decision,
          Mode.OBSERVE,
          sane(decision.proposal(), question.snapshot()),
          List.of());
    }
    if (slot.trials.isEnough(canary.agreeing())) {
      LOG.info(
          "policy {} {} has agreed in {} rounds running and takes over",
          slot.name,
          canary.version.version(),
          canary.agreeing());
      promote(slot, canary.version.version().toString());
    }
  }

  private static void failed(PolicySlot slot, Canary canary, String why) {
    LOG.debug("canary {} of policy {}: {}", canary.version.version(), slot.name, why);
    canary.failed(why);
  }

  /** Takes out moves that fit nothing that exists. */
  private static Proposal sane(Proposal proposal, ClusterSnapshot snapshot) {
    List<Move> moves = new ArrayList<>();
    List<Refusal> refusals = new ArrayList<>(proposal.refusals());
    for (Move move : proposal.moves()) {
      Optional<DomainSnapshot> domain =
          snapshot.domainsOn(move.source()).stream()
              .filter(candidate -> candidate.uuid().equals(move.domainUuid()))
              .findFirst();
      if (domain.isPresent()
          && domain.get().name().equals(move.domain())
          && snapshot.host(move.target()).isPresent()) {
        moves.add(move);
      } else {
        refusals.add(
            new Refusal(
                move.domain(),
                Explanation.of(
                    "NONSENSE",
                    "the policy wants to move a domain or to use a host that does not exist: "
                        + move.domain()
                        + " from "
                        + move.source()
                        + " to "
                        + move.target())));
      }
    }
    return new Proposal(moves, refusals, proposal.repairs(), proposal.powerChanges());
  }

  /** Lets pass what may be done now; of the rest it says why not. */
  private Proposal guarded(PolicySlot slot, Proposal proposal) {
    long apart = settings.times().roundMillis() / 2;
    Map<String, Integer> agreements =
        slot.agreements(proposal.moves(), loop.monotonicMillis(), apart);
    List<Move> moves = new ArrayList<>();
    List<Refusal> refusals = new ArrayList<>(proposal.refusals());
    Set<String> touched = new LinkedHashSet<>();
    for (Move move : proposal.moves()) {
      List<Explanation> objections =
          objections(slot, move, agreements.get(PolicySlot.key(move)), touched);
      if (objections.isEmpty()) {
        moves.add(move);
        touched.add(move.source());
        touched.add(move.target());
      } else {
        objections.forEach(objection -> refusals.add(new Refusal(move.domain(), objection)));
      }
    }
    return new Proposal(moves, refusals, proposal.repairs(), proposal.powerChanges());
  }

  private List<Explanation> objections(
      PolicySlot slot, Move move, int agreements, Set<String> touched) {
    List<Explanation> objections =
        new ArrayList<>(coordinator.objections(move.domainUuid(), move.source(), move.target()));
    objections.addAll(
        guards.policyObjections(
            move.domainUuid(), move.source(), move.target(), move.gain(), coordinator));
    objections.addAll(restraints.objections(slot, move, slots.values(), mode));
    int needed = settings.guards().holdRounds();
    if (agreements < needed) {
      objections.add(
          new Explanation(
              "HOLD",
              "wanted in "
                  + agreements
                  + " of "
                  + needed
                  + " rounds running that are needed for a move",
              Map.of("rounds", Integer.toString(agreements))));
    }
    if (touched.contains(move.source()) || touched.contains(move.target())) {
      objections.add(
          Explanation.of(
              "ONE_AT_A_TIME",
              "another move of this proposal touches "
                  + move.source()
                  + " or "
                  + move.target()
                  + "; it comes first"));
    }
    return objections;
  }

  private PolicySlot remembered(String policy) {
    Mode preset = settings.policyModes().getOrDefault(policy, Mode.ADVISE);
    PolicySlot slot =
        new PolicySlot(
            policy,
            journal.opened().policyMode(policy).orElse(preset),
            new Trials(policy, journal.opened().trials(policy)));
    slot.setParameters.putAll(journal.opened().parameters(policy));
    slot.setWindows(journal.opened().windows(policy));
    slot.setPriority(
        journal
            .opened()
            .priority(policy)
            .orElse(settings.policyPriorities().getOrDefault(policy, 0)));
    journal
        .opened()
        .state(policy)
        .ifPresent(
            state -> {
              slot.state = state;
              slot.stateKept = true;
            });
    return slot;
  }

  private void elect(PolicySlot slot) {
    slot.elect(clock.millis())
        .ifPresent(
            before -> {
              if (slot.trials.matters()) {
                keepTrials(slot);
              }
              String version = versionOf(slot.serving());
              LOG.info(
                  "policy {}: version {} serves (was {})",
                  slot.name,
                  version.isEmpty() ? "none" : version,
                  before.map(old -> old.version().toString()).orElse("none"));
              listener.swapped(slot, version, versionOf(before));
              slot.serving().ifPresent(serving -> takeOver(slot, serving));
            });
  }

  private void takeOver(PolicySlot slot, PolicyVersion serving) {
    calls.takeOver(
        serving,
        slot.state,
        slot.stateKept,
        takeOver -> {
          if (slot.isServedBy(serving)) {
            slot.tookOver(takeOver);
            roundSoon();
          }
        },
        why -> failed(slot, serving, "take over", why));
  }

  private static void failed(PolicySlot slot, PolicyVersion version, String what, String why) {
    String problem = version.version() + " could not " + what + ": " + why;
    if (!problem.equals(slot.problem())) {
      LOG.warn("policy {} {}", slot.name, problem);
    }
    slot.failed(problem);
  }

  /** Whether people would call it another proposal; operands change with every reading. */
  private static boolean differs(Proposal before, Proposal now) {
    return before == null ? !now.equals(Proposal.EMPTY) : !essence(before).equals(essence(now));
  }

  private static Set<String> essence(Proposal proposal) {
    Set<String> essence = new LinkedHashSet<>();
    proposal
        .moves()
        .forEach(
            move ->
                essence.add(
                    PolicySlot.key(move) + "<" + move.source() + ":" + move.reason().code()));
    proposal
        .repairs()
        .forEach(
            repair -> {
              essence.add(repair.host());
              repair.boots().forEach(boot -> essence.add(boot.domainUuid() + "@" + boot.target()));
            });
    proposal.powerChanges().forEach(change -> essence.add(change.host() + "!" + change.wanted()));
    proposal
        .refusals()
        .forEach(refusal -> essence.add(refusal.subject() + ":" + refusal.reason().code()));
    return essence;
  }

  private static String versionOf(Optional<PolicyVersion> version) {
    return version.map(some -> some.version().toString()).orElse("");
  }
}
