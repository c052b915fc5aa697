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
import org.transhume.manager.internal.journal.Journal;
import org.transhume.manager.internal.journal.JournalEntry.ManagerMode;
import org.transhume.manager.internal.journal.JournalEntry.PolicyMode;
import org.transhume.manager.internal.journal.JournalEntry.PolicyParameterSet;
import org.transhume.manager.internal.journal.JournalEntry.PolicyStateKept;
import org.transhume.manager.internal.view.ClusterView;
import org.transhume.spi.policy.Decision;
import org.transhume.spi.policy.Parameter;
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
  private final PlugInBorder border;
  private final PolicyListener listener;
  private final Keeper keeper;
  private final Map<String, PolicySlot> slots = new TreeMap<>();
  private Mode mode;
  private boolean roundDue;
  private boolean roundMissed;
  private long lastRoundMillis = Long.MIN_VALUE;

  private record TakeOver(List<Parameter> parameters, PolicyState state) {}

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
      PlugInBorder border,
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
    this.border = border;
    this.listener = listener;
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
    ClusterSnapshot snapshot = snapshot();
    decide(
        slot,
        serving.get(),
        snapshot,
        decision -> whenDone.accept(sane(decision.proposal(), snapshot)),
        whenFailed);
  }

  private void round() {
    roundDue = false;
    lastRoundMillis = loop.monotonicMillis();
    ClusterSnapshot snapshot = null;
    for (PolicySlot slot : List.copyOf(slots.values())) {
      PolicyVersion serving = slot.serving().orElse(null);
      if (serving == null || slot.mode.atMost(mode) == Mode.OBSERVE) {
        losses.proposed(slot.name, List.of(), false);
        continue;
      }
      if (border.awaits(serving)) {
        roundMissed = true;
        continue;
      }
      if (!slot.isReady()) {
        takeOver(slot, serving);
        continue;
      }
      snapshot = snapshot == null ? snapshot() : snapshot;
      ClusterSnapshot seen = snapshot;
      decide(
          slot,
          serving,
          seen,
          decision -> decided(slot, serving, decision, seen),
          why -> failed(slot, serving, "decide", why));
    }
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
      PolicySlot slot,
      PolicyVersion serving,
      ClusterSnapshot snapshot,
      Consumer<Decision> whenDone,
      Consumer<String> whenFailed) {
    PolicyState state = slot.state;
    PolicyContext context =
        new PolicyContext(
            snapshot.atEpochMillis(), slot.parameterValues(), snapshot.atEpochMillis());
    border.call(
        serving,
        () -> {
          Decision decision = serving.policy().decide(snapshot, state, context);
          if (decision == null) {
            throw new IllegalStateException("no decision");
          }
          return decision;
        },
        decision -> {
          whenDone.accept(decision);
          makeUpForMissedRound();
        },
        why -> {
          whenFailed.accept(why);
          makeUpForMissedRound();
        });
  }

  private void decided(
      PolicySlot slot, PolicyVersion by, Decision decision, ClusterSnapshot snapshot) {
    if (!slot.isServedBy(by)) {
      LOG.debug("policy {} {} was replaced while it decided", slot.name, by.version());
      return;
    }
    LOG.debug("policy {} {}: {} on {}", slot.name, by.version(), decision, snapshot);
    if (!decision.nextState().equals(slot.state)) {
      slot.state = decision.nextState();
      slot.stateKept = true;
      keeper.keep("state of " + slot.name, new PolicyStateKept(slot.name, slot.state));
    }
    Proposal guarded = guarded(slot, sane(decision.proposal(), snapshot));
    Proposal before = slot.lastProposal();
    slot.spoke(guarded, clock.millis());
    if (differs(before, guarded)) {
      listener.proposed(slot, by.version().toString(), guarded);
    }
    boolean automatic = slot.mode.atMost(mode) == Mode.AUTOMATIC;
    losses.proposed(slot.name, guarded.repairs(), automatic);
    if (automatic) {
      guarded.moves().forEach(move -> carryOut(slot, move));
    }
  }

  private void carryOut(PolicySlot slot, Move move) {
    view.find(move.domainUuid()).stream()
        .findFirst()
        .map(
            found ->
                found.requestTo(
                    move.target(), "policy " + slot.name, move.reason(), Priority.POLICY))
        .ifPresent(coordinator::request);
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
          objections(move, agreements.get(PolicySlot.key(move)), touched);
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

  private List<Explanation> objections(Move move, int agreements, Set<String> touched) {
    List<Explanation> objections =
        new ArrayList<>(coordinator.objections(move.domainUuid(), move.source(), move.target()));
    objections.addAll(
        guards.policyObjections(
            move.domainUuid(), move.source(), move.target(), move.gain(), coordinator));
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
    PolicySlot slot = new PolicySlot(policy, journal.opened().policyMode(policy).orElse(preset));
    slot.setParameters.putAll(journal.opened().parameters(policy));
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
    slot.elect()
        .ifPresent(
            before -> {
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
    PolicyState state = slot.state;
    boolean kept = slot.stateKept;
    border.call(
        serving,
        () -> {
          PolicyState adopted =
              kept
                  ? serving.policy().adopt(state)
                  : PolicyState.empty(serving.policy().stateSchema());
          return new TakeOver(List.copyOf(serving.policy().parameters()), adopted);
        },
        takeOver -> {
          if (slot.isServedBy(serving) && takeOver.state() != null) {
            slot.tookOver(takeOver.parameters(), takeOver.state());
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
    proposal
        .powerChanges()
        .forEach(change -> essence.add(change.host() + "!" + change.wanted()));
    proposal
        .refusals()
        .forEach(refusal -> essence.add(refusal.subject() + ":" + refusal.reason().code()));
    return essence;
  }

  private static String versionOf(Optional<PolicyVersion> version) {
    return version.map(some -> some.version().toString()).orElse("");
  }
}
