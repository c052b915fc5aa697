// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.transhume.api.model.ClusterSnapshot;
import org.transhume.api.model.DomainSnapshot;
import org.transhume.api.model.Explanation;
import org.transhume.api.model.Move;
import org.transhume.api.model.Proposal;
import org.transhume.api.model.Refusal;

/**
 * What every move that a policy wants has to pass: what speaks against it whoever wants it, what
 * policies bear in addition, what holds policies back, and that it is wanted long enough. Belongs
 * to the loop.
 */
final class MoveGate {

  private final Loop loop;
  private final Coordinator coordinator;
  private final Guards guards;
  private final Policies policies;
  private final Settings settings;

  MoveGate(
      Loop loop, Coordinator coordinator, Guards guards, Policies policies, Settings settings) {
    this.loop = loop;
    this.coordinator = coordinator;
    this.guards = guards;
    this.policies = policies;
    this.settings = settings;
  }

  /** Takes out moves that fit nothing that exists. */
  static Proposal sane(Proposal proposal, ClusterSnapshot snapshot) {
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
    return proposal.with(moves, refusals);
  }

  /** Lets pass what may be done now; of the rest it says why not. */
  Proposal passing(PolicySlot slot, Proposal proposal) {
    long apart = settings.times().roundMillis() / 2;
    Map<String, Integer> agreements =
        slot.agreements(proposal.moves(), loop.monotonicMillis(), apart);
    if (proposal.moves().isEmpty()) {
      return proposal;
    }
    List<Move> moves = new ArrayList<>();
    List<Refusal> refusals = new ArrayList<>(proposal.refusals());
    Set<String> touched = new LinkedHashSet<>();
    Present present = coordinator.present();
    for (Move move : proposal.moves()) {
      List<Explanation> objections =
          objections(present, slot, move, agreements.get(PolicySlot.key(move)), touched);
      if (objections.isEmpty()) {
        moves.add(move);
        touched.add(move.source());
        touched.add(move.target());
      } else {
        objections.forEach(objection -> refusals.add(new Refusal(move.domain(), objection)));
      }
    }
    return proposal.with(moves, refusals);
  }

  private List<Explanation> objections(
      Present present, PolicySlot slot, Move move, int agreements, Set<String> touched) {
    List<Explanation> objections =
        new ArrayList<>(present.objections(move.domainUuid(), move.source(), move.target()));
    objections.addAll(guards.policyObjections(slot.name, move, coordinator));
    objections.addAll(
        policies.restraints().objections(slot, move, policies.slots(), policies.mode()));
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
}
