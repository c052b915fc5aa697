// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal.decisions;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import org.transhume.api.model.Boot;
import org.transhume.api.model.ClusterSnapshot;
import org.transhume.api.model.DomainSnapshot;
import org.transhume.api.model.DomainState;
import org.transhume.api.model.DomainType;
import org.transhume.api.model.Explanation;
import org.transhume.api.model.HostRepair;
import org.transhume.api.model.HostSnapshot;
import org.transhume.api.model.HostState;
import org.transhume.api.model.MigrationPhase;
import org.transhume.api.model.MigrationSnapshot;
import org.transhume.api.model.Mode;
import org.transhume.api.model.Move;
import org.transhume.api.model.Proposal;
import org.transhume.api.model.Refusal;
import org.transhume.api.model.ThresholdLevel;
import org.transhume.api.model.ThresholdState;
import org.transhume.spi.policy.Decision;
import org.transhume.spi.policy.PolicyContext;
import org.transhume.spi.policy.PolicyState;

/** Decisions that use every kind of value that a decision can hold. */
final class DecisionsForTests {

  private DecisionsForTests() {}

  static RecordedDecision decision(String id, String... tags) {
    Explanation hot =
        new Explanation(
            "HOT_SPOT", "a-204-02 wants 0.93 of its processors", Map.of("z", "1", "a", "2"));
    Proposal proposal =
        new Proposal(
            List.of(
                new Move(
                    "uuid-etch-1-1", "etch-1-1", "a-204-02", "a-204-03", hot, 0.1 + 0.2, 1L << 40)),
            List.of(new Refusal("a-204-04", Explanation.of("HOST_STALE", "not heard: \"?\""))),
            List.of(
                new HostRepair(
                    "a-204-05",
                    hot,
                    List.of(new Boot("uuid-dapper-1-1", "dapper-1-1", "a-204-02", hot)))));
    PolicyState state =
        new PolicyState(
            3,
            Map.of("calls", 7L, "mean", 2.0, "hot", true, "list", List.of("x", 1L), "name", "é"));
    return new RecordedDecision(
        id,
        "hotspot",
        "1.2.0",
        new Question(
            snapshot(tags),
            state,
            new PolicyContext(1_700_000_000_000L, Map.of("reserve", 64.0, "margin", 0.05), 42)),
        new Decision(proposal, state),
        Mode.AUTOMATIC,
        proposal,
        List.of("m-1"));
  }

  private static ClusterSnapshot snapshot(String... tags) {
    Set<String> labels = new LinkedHashSet<>(List.of(tags));
    return new ClusterSnapshot(
        1_700_000_000_000L,
        List.of(
            new HostSnapshot(
                "a-204-02",
                HostState.ACTIVE,
                false,
                1_699_999_999_000L,
                4,
                OptionalDouble.of(0.93),
                OptionalDouble.empty(),
                8L << 30,
                4L << 30,
                List.of(new ThresholdState("cpu", ThresholdLevel.HIGH, 5, null, 0.8, 0.6)),
                labels,
                Map.of("rack", "r1", "hall", "h2"))),
        List.of(
            new DomainSnapshot(
                "uuid-etch-1-1",
                "etch-1-1",
                "a-204-02",
                DomainState.RUNNING,
                DomainType.PVH,
                1L << 30,
                2,
                256,
                0,
                OptionalDouble.of(0.7),
                OptionalDouble.of(1e-9),
                OptionalLong.of(12),
                labels,
                Set.of("web"),
                false,
                List.of(Explanation.of("PASS_THROUGH", "has a device of the host")),
                0)),
        List.of(
            new MigrationSnapshot(
                "m-0", "uuid-x", "a-204-02", "a-204-03", MigrationPhase.SENDING)));
  }
}
