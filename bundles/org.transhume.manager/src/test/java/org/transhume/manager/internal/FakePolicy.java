// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.transhume.api.model.ClusterSnapshot;
import org.transhume.api.model.Explanation;
import org.transhume.api.model.Move;
import org.transhume.api.model.Proposal;
import org.transhume.spi.policy.Decision;
import org.transhume.spi.policy.Parameter;
import org.transhume.spi.policy.Policy;
import org.transhume.spi.policy.PolicyContext;
import org.transhume.spi.policy.PolicyState;

/** A policy that wants what a test tells it to want, and counts how often it was asked. */
final class FakePolicy implements Policy {

  final List<ClusterSnapshot> asked = new ArrayList<>();
  final List<PolicyState> states = new ArrayList<>();
  final List<PolicyContext> contexts = new ArrayList<>();
  Function<ClusterSnapshot, Proposal> wish = snapshot -> Proposal.EMPTY;
  RuntimeException trouble;
  int schema = 1;

  static Move move(String domain, String source, String target) {
    return new Move(
        Samples.uuid(domain),
        domain,
        source,
        target,
        Explanation.of("TEST", "a test wants it"),
        0.5,
        128L << 20);
  }

  static Proposal moves(Move... moves) {
    return new Proposal(Arrays.asList(moves), List.of());
  }

  @Override
  public List<Parameter> parameters() {
    return List.of(new Parameter("margin", "A margin.", 0.05, 0, 0.5));
  }

  @Override
  public int stateSchema() {
    return schema;
  }

  @Override
  public PolicyState adopt(PolicyState other) {
    return new PolicyState(schema, other.values());
  }

  @Override
  public Decision decide(ClusterSnapshot snapshot, PolicyState state, PolicyContext context) {
    asked.add(snapshot);
    states.add(state);
    contexts.add(context);
    if (trouble != null) {
      throw trouble;
    }
    long calls = state.values().get("calls") instanceof Long count ? count : 0;
    return new Decision(wish.apply(snapshot), new PolicyState(schema, Map.of("calls", calls + 1)));
  }
}
