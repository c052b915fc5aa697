// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.transhume.api.model.ClusterSnapshot;
import org.transhume.api.model.Mode;
import org.transhume.api.model.Proposal;
import org.transhume.manager.internal.decisions.Decisions;
import org.transhume.manager.internal.decisions.Question;
import org.transhume.spi.policy.Decision;

/**
 * Lets canaries decide beside the versions that serve, records what they want, and promotes one
 * that has agreed long enough. What a canary wants is never begun. Belongs to the loop.
 */
final class CanaryRounds {

  private static final Logger LOG = LoggerFactory.getLogger(CanaryRounds.class);

  private final Loop loop;
  private final Settings settings;
  private final Policies policies;
  private final PolicyCalls calls;
  private final Decisions decisions;

  CanaryRounds(
      Loop loop, Settings settings, Policies policies, PolicyCalls calls, Decisions decisions) {
    this.loop = loop;
    this.settings = settings;
    this.policies = policies;
    this.calls = calls;
    this.decisions = decisions;
  }

  /** Asks the canary what the version that serves was asked, and compares. */
  void ask(PolicySlot slot, ClusterSnapshot snapshot, Proposal other) {
    slot.canary().ifPresent(canary -> ask(slot, canary, snapshot, other));
  }

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
    Question question = Question.at(snapshot, canary.state(), slot.valuesOf(canary.declared()));
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
          MoveGate.sane(decision.proposal(), question.snapshot()),
          List.of());
    }
    if (slot.trials.isEnough(canary.agreeing())) {
      LOG.info(
          "policy {} {} has agreed in {} rounds running and takes over",
          slot.name,
          canary.version.version(),
          canary.agreeing());
      policies.promote(slot, canary.version.version().toString());
    }
  }

  private static void failed(PolicySlot slot, Canary canary, String why) {
    LOG.debug("canary {} of policy {}: {}", canary.version.version(), slot.name, why);
    canary.failed(why);
  }
}
