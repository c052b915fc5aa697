// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal;

import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.transhume.api.model.ClusterSnapshot;
import org.transhume.api.model.DomainChange;
import org.transhume.api.model.Mode;
import org.transhume.api.model.Move;
import org.transhume.api.model.Proposal;
import org.transhume.manager.internal.MigrationRequest.Priority;
import org.transhume.manager.internal.decisions.Decisions;
import org.transhume.manager.internal.decisions.Question;
import org.transhume.manager.internal.decisions.RecordedDecision;
import org.transhume.manager.internal.view.ClusterView;
import org.transhume.spi.policy.Decision;

/**
 * Asks the policies round by round, and begins what passes of what they want. Belongs to the loop.
 */
final class Rounds {

  private static final Logger LOG = LoggerFactory.getLogger(Rounds.class);
  private static final long LEAST_BETWEEN_ROUNDS_MILLIS = 20;

  private final Loop loop;
  private final Clock clock;
  private final ClusterView view;
  private final Coordinator coordinator;
  private final Losses losses;
  private final Settings settings;
  private final Policies policies;
  private final MoveGate gate;
  private final Powers powers;
  private final PowerGate powerGate;
  private final DomainGate domainGate;
  private final PolicyCalls calls;
  private final Decisions decisions;
  private final PolicyListener listener;
  private final CanaryRounds canaries;
  private boolean roundDue;
  private boolean roundMissed;
  private long lastRoundMillis = Long.MIN_VALUE;

  Rounds(
      Loop loop,
      Clock clock,
      ClusterView view,
      Coordinator coordinator,
      Losses losses,
      Settings settings,
      Policies policies,
      MoveGate gate,
      Powers powers,
      DomainGate domainGate,
      PolicyCalls calls,
      Decisions decisions,
      PolicyListener listener) {
    this.loop = loop;
    this.clock = clock;
    this.view = view;
    this.coordinator = coordinator;
    this.losses = losses;
    this.settings = settings;
    this.policies = policies;
    this.gate = gate;
    this.powers = powers;
    this.powerGate = new PowerGate(powers, policies);
    this.domainGate = domainGate;
    this.calls = calls;
    this.decisions = decisions;
    this.listener = listener;
    this.canaries = new CanaryRounds(loop, settings, policies, calls, decisions);
  }

  /** Begins the rounds that come without an event. */
  void start() {
    loop.schedule(
        settings.times().roundMillis(),
        () -> {
          soon();
          start();
        });
  }

  /** Asks the policies after the present event; many events lead to one round. */
  void soon() {
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
        decision -> whenDone.accept(MoveGate.sane(decision.proposal(), question.snapshot())),
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
        policies
            .slot(recorded.policy())
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
    for (PolicySlot slot : List.copyOf(policies.slots())) {
      PolicyVersion serving = slot.serving().orElse(null);
      if (serving == null || slot.mode.atMost(policies.mode()) == Mode.OBSERVE) {
        losses.proposed(slot.name, List.of(), List.of(), false);
        continue;
      }
      if (calls.awaits(serving)) {
        roundMissed = true;
        continue;
      }
      if (!slot.isReady()) {
        policies.takeOver(slot, serving);
        continue;
      }
      snapshot = snapshot == null ? snapshot() : snapshot;
      Question question = question(slot, snapshot);
      decide(
          serving,
          question,
          decision -> decided(slot, serving, question, decision),
          why -> Policies.failed(slot, serving, "decide", why));
    }
  }

  private static Question question(PolicySlot slot, ClusterSnapshot snapshot) {
    return Question.at(snapshot, slot.state, slot.parameterValues());
  }

  /** After a policy has answered: asks again when a round found it still busy. */
  private void makeUpForMissedRound() {
    if (roundMissed) {
      roundMissed = false;
      soon();
    }
  }

  private ClusterSnapshot snapshot() {
    long now = loop.monotonicMillis();
    view.refresh(now);
    return powers.seen(losses.seen(view.snapshot(now, clock.millis(), coordinator.running())));
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
    policies.keepState(slot, decision.nextState());
    Proposal sane = MoveGate.sane(decision.proposal(), question.snapshot());
    slot.wished(sane);
    Proposal guarded = guarded(slot, sane);
    Proposal before = slot.lastProposal();
    slot.spoke(guarded, clock.millis());
    boolean news = differs(before, guarded);
    if (news) {
      listener.proposed(slot, by.version().toString(), guarded);
    }
    Mode allowed = slot.mode.atMost(policies.mode());
    boolean automatic = allowed == Mode.AUTOMATIC;
    losses.proposed(slot.name, guarded.repairs(), guarded.refusals(), automatic);
    List<String> begun = automatic ? carryOut(slot, guarded.moves()) : List.of();
    if (automatic) {
      powerGate.carryOut(slot, guarded.powerChanges());
      domainGate.carryOut(slot, withinBounds(slot, guarded.domainChanges()));
    }
    if (news || !begun.isEmpty()) {
      decisions.record(
          slot.name, by.version().toString(), question, decision, allowed, guarded, begun);
    }
    canaries.ask(slot, question.snapshot(), sane);
  }

  private Proposal guarded(PolicySlot slot, Proposal sane) {
    Proposal proposal = powerGate.passing(slot, gate.passing(slot, sane));
    return proposal.domainChanges().isEmpty()
        ? proposal
        : domainGate.passing(slot, proposal, snapshot());
  }

  /** Starts and stops count as moves do for the bound of the version that wants them. */
  private List<DomainChange> withinBounds(PolicySlot slot, List<DomainChange> changes) {
    List<DomainChange> within = new ArrayList<>();
    for (DomainChange change : changes) {
      Optional<String> exceeded = slot.trials.exceeded(loop.monotonicMillis());
      if (exceeded.isPresent()) {
        calm(slot, exceeded.get());
        break;
      }
      slot.trials.begins(loop.monotonicMillis());
      within.add(change);
    }
    return within;
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
    String version = Policies.versionOf(slot.serving());
    try {
      policies.setBack(slot, why);
      LOG.warn("policy {} {} is set back: {}", slot.name, version, why);
    } catch (IllegalStateException e) {
      LOG.warn("policy {} {} may only advise from now on: {}", slot.name, version, why, e);
      policies.setMode(slot, Mode.ADVISE);
      slot.failed(version + " may only advise, set AUTOMATIC to let it go on: " + why);
    }
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
        .domainChanges()
        .forEach(change -> essence.add(change.domainUuid() + "!" + change.wanted()));
    proposal
        .refusals()
        .forEach(refusal -> essence.add(refusal.subject() + ":" + refusal.reason().code()));
    return essence;
  }
}
