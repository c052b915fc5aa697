// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.transhume.api.model.Move;
import org.transhume.api.model.Proposal;
import org.transhume.api.mx.CanaryReport;
import org.transhume.spi.policy.Decision;
import org.transhume.spi.policy.Parameter;
import org.transhume.spi.policy.PolicyState;

/**
 * A version of a policy that decides beside the one that serves, on the same snapshots and from a
 * state of its own. Belongs to the loop.
 */
final class Canary {

  final PolicyVersion version;
  private final long sinceEpochMillis;
  private PolicyState state;
  private List<Parameter> declared = List.of();
  private Proposal lastProposal;
  private long lastCountedMillis = Long.MIN_VALUE;
  private String problem = "";
  private int agreeing;
  private int differing;

  Canary(PolicyVersion version, long sinceEpochMillis) {
    this.version = version;
    this.sinceEpochMillis = sinceEpochMillis;
  }

  /** Whether it has a state to decide from. */
  boolean isReady() {
    return state != null;
  }

  PolicyState state() {
    return state;
  }

  List<Parameter> declared() {
    return declared;
  }

  void tookOver(PolicyCalls.TakeOver takeOver) {
    declared = takeOver.parameters();
    state = takeOver.state();
    problem = "";
  }

  /** It could not do its part: rounds running begin anew. */
  void failed(String why) {
    problem = why;
    agreeing = 0;
    differing++;
  }

  /**
   * It has decided on what the other has decided on. Rounds in quick succession count once, unless
   * they differ.
   *
   * @param other what the version that serves wanted, before anything objected
   * @param apartMillis between two rounds that count
   * @return whether it wants something else than the last time
   */
  boolean spoke(Decision decision, Proposal other, long nowMillis, long apartMillis) {
    Set<String> wanted = wanted(decision.proposal());
    boolean news = lastProposal == null || !wanted(lastProposal).equals(wanted);
    state = decision.nextState();
    lastProposal = decision.proposal();
    problem = "";
    if (!wanted.equals(wanted(other))) {
      agreeing = 0;
      differing++;
    } else if (lastCountedMillis == Long.MIN_VALUE
        || nowMillis - lastCountedMillis >= apartMillis) {
      agreeing++;
      lastCountedMillis = nowMillis;
    }
    return news;
  }

  int agreeing() {
    return agreeing;
  }

  CanaryReport report() {
    return new CanaryReport(
        version.version().toString(), sinceEpochMillis, agreeing, differing, lastProposal, problem);
  }

  private static Set<String> wanted(Proposal proposal) {
    Set<String> wanted = new HashSet<>();
    for (Move move : proposal.moves()) {
      wanted.add(PolicySlot.key(move));
    }
    proposal
        .repairs()
        .forEach(
            repair ->
                repair
                    .boots()
                    .forEach(boot -> wanted.add(boot.domainUuid() + "@" + boot.target())));
    return wanted;
  }
}
