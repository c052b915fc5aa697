// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.transhume.api.model.ClusterSnapshot;
import org.transhume.api.model.Explanation;
import org.transhume.api.model.Mode;
import org.transhume.api.model.PowerChange;
import org.transhume.api.model.PowerState;
import org.transhume.api.model.Proposal;
import org.transhume.api.model.Refusal;

/** What every power change that a policy wants has to pass. Belongs to the loop. */
final class PowerGate {

  private static final Logger LOG = LoggerFactory.getLogger(PowerGate.class);

  private final Powers powers;
  private final Policies policies;

  PowerGate(Powers powers, Policies policies) {
    this.powers = powers;
    this.policies = policies;
  }

  /** Lets pass what may be done now; of the rest it says why not. */
  Proposal passing(PolicySlot slot, Proposal proposal) {
    if (proposal.powerChanges().isEmpty()) {
      return proposal;
    }
    ClusterSnapshot present = powers.present();
    List<PowerChange> changes = new ArrayList<>();
    List<Refusal> refusals = new ArrayList<>(proposal.refusals());
    for (PowerChange change : proposal.powerChanges()) {
      List<Explanation> objections = objections(present, slot, change);
      if (objections.isEmpty()) {
        changes.add(change);
      } else {
        objections.forEach(objection -> refusals.add(new Refusal(change.host(), objection)));
      }
    }
    return new Proposal(
        proposal.moves(), refusals, proposal.repairs(), changes, proposal.domainChanges());
  }

  private List<Explanation> objections(
      ClusterSnapshot present, PolicySlot slot, PowerChange change) {
    List<Explanation> objections =
        new ArrayList<>(powers.objections(present, change.host(), change.wanted(), true));
    objections.addAll(policies.restraints().suspension());
    if (change.wanted() == PowerState.OFF) {
      objections.addAll(policies.restraints().hours(slot));
      policies.slots().stream()
          .filter(other -> other.mode.atMost(policies.mode()) == Mode.AUTOMATIC)
          .filter(other -> wantsToFill(other, change.host()))
          .forEach(
              other ->
                  objections.add(
                      new Explanation(
                          "WANTED",
                          "policy " + other.name + " wants a domain to go to " + change.host(),
                          Map.of("policy", other.name))));
    }
    return objections;
  }

  private static boolean wantsToFill(PolicySlot slot, String host) {
    return slot.lastWish().moves().stream().anyMatch(move -> move.target().equals(host))
        || DomainGate.wantsToStartOn(slot.lastWish(), host);
  }

  /** Begins the changes in their order; each looks at what the ones before have begun. */
  void carryOut(PolicySlot slot, List<PowerChange> changes) {
    for (PowerChange change : changes) {
      String by = "policy " + slot.name;
      String why = change.reason().text();
      (change.wanted() == PowerState.OFF
              ? powers.down(change.host(), by, why, true)
              : powers.up(change.host(), by, why))
          .whenComplete(
              (text, failure) -> {
                if (failure != null) {
                  LOG.info("policy {}: {}", slot.name, failure.getMessage());
                }
              });
    }
  }
}
