// SPDX-License-Identifier: Apache-2.0
package org.transhume.planner;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.transhume.api.model.Explanation;
import org.transhume.planner.check.PlanChecker;
import org.transhume.planner.check.Violation;
import org.transhume.planner.constraint.Ban;
import org.transhume.planner.constraint.Constraint;
import org.transhume.planner.constraint.Fence;
import org.transhume.planner.constraint.Gather;
import org.transhume.planner.constraint.Keep;
import org.transhume.planner.constraint.MaxOnline;
import org.transhume.planner.constraint.NPlusOne;
import org.transhume.planner.constraint.NoIncoming;
import org.transhume.planner.constraint.Overcommit;
import org.transhume.planner.constraint.Pin;
import org.transhume.planner.constraint.Reserve;
import org.transhume.planner.constraint.Spread;

/** The judge itself: each constraint once broken and once kept. */
class CheckerTest {

  private static Cluster cluster() {
    return Cluster.builder()
        .host(Host.of("h0", 4, 8192).withLocations(Map.of("rack", "r0")))
        .host(Host.of("h1", 4, 8192).withLocations(Map.of("rack", "r0")))
        .host(Host.of("h2", 4, 8192).withLocations(Map.of("rack", "r1")))
        .domain(Domain.of("a", 4096, 2, 150).withGroups("g"), "h0")
        .domain(Domain.of("b", 2048, 2, 100).withGroups("g").withTags("keep"), "h1")
        .build();
  }

  private static PlanChecker checker(Constraint... constraints) {
    return new PlanChecker(List.of(constraints), Limits.DEFAULT);
  }

  private static Plan plan(String... moves) {
    List<Step> steps = new ArrayList<>();
    for (String move : moves) {
      String[] words = move.split(" ", -1);
      steps.add(
          new Step(
              List.of(new Move(words[0], words[1], words[2], Explanation.of("TRIED", "tried"))),
              1,
              1));
    }
    return new Plan(steps);
  }

  @TestFactory
  List<DynamicTest> shouldFindEachBrokenConstraintOfAPlacement() {
    return List.of(
        broken(Spread.across("g", "rack"), "rack r0", 1),
        kept(Spread.acrossHosts("g")),
        broken(Gather.onOneHost("g"), "g", 1),
        kept(Gather.inOne("g", "rack")),
        broken(Ban.of("a", Set.of("h0")), "a on h0", 1),
        kept(Ban.of("a", Set.of("h1"))),
        broken(Fence.of("a", Set.of("h1", "h2")), "a on h0", 1),
        kept(Fence.of("a", Set.of("h0"))),
        broken(Reserve.everywhere(5000), "h0", 904),
        kept(Reserve.everywhere(4096)),
        broken(Overcommit.cpu(30), "h0", 30),
        kept(Overcommit.cpu(40)),
        broken(Overcommit.vcpus(25), "h0", 1),
        kept(Overcommit.vcpus(50)),
        broken(MaxOnline.of(1), "cluster", 1),
        kept(MaxOnline.of(2)),
        kept(NPlusOne.hard()));
  }

  private static DynamicTest broken(Constraint constraint, String subject, long amount) {
    return DynamicTest.dynamicTest(
        constraint.text(),
        () ->
            assertThat(checker(constraint).placement(cluster()))
                .contains(new Violation(constraint.text(), subject, amount, 0)));
  }

  private static DynamicTest kept(Constraint constraint) {
    return DynamicTest.dynamicTest(
        constraint.text() + ", kept",
        () -> assertThat(checker(constraint).placement(cluster())).isEmpty());
  }

  @Test
  void shouldFindThatAHostMayNotDie() {
    PlanChecker checker = checker(NPlusOne.hard(), Reserve.everywhere(5120));

    assertThat(checker.placement(cluster()))
        .contains(new Violation(NPlusOne.hard().text(), "cluster", 1, 0));
  }

  @TestFactory
  List<DynamicTest> shouldFindMovesThatAreForbidden() {
    return List.of(
        forbidden(Pin.of("a"), "a h0 h2"),
        forbidden(new Keep("keep"), "b h1 h2"),
        forbidden(NoIncoming.of("h2"), "a h0 h2"),
        forbidden(Reserve.everywhere(4096), "b h1 h0"),
        forbidden(Spread.acrossHosts("g"), "b h1 h0"),
        forbidden(MaxOnline.of(2), "a h0 h2"));
  }

  private static DynamicTest forbidden(Constraint constraint, String move) {
    return DynamicTest.dynamicTest(
        constraint.text(),
        () -> {
          assertThat(checker(constraint).plan(cluster(), plan(move))).isNotEmpty();
          assertThat(checker().plan(cluster(), plan(move))).isEmpty();
        });
  }

  @Test
  void shouldCountAMovingDomainAtBothEnds() {
    Cluster full =
        Cluster.builder()
            .host(Host.of("h0", 4, 8192))
            .host(Host.of("h1", 4, 8192))
            .domain(Domain.of("a", 5000, 1, 10), "h0")
            .domain(Domain.of("b", 5000, 1, 10), "h1")
            .build();
    Explanation tried = Explanation.of("TRIED", "tried");
    Plan exchange =
        new Plan(
            List.of(
                new Step(
                    List.of(new Move("a", "h0", "h1", tried), new Move("b", "h1", "h0", tried)),
                    1,
                    1)));

    // Before and after all is well; while both move, neither host has the memory.
    assertThat(checker().plan(full, exchange))
        .extracting(Violation::subject)
        .containsExactlyInAnyOrder("h0", "h1");
  }

  @Test
  void shouldFindAMoveThatDoesNotBeginWhereTheDomainIs() {
    assertThat(checker().plan(cluster(), plan("a h1 h2"))).isNotEmpty();
    assertThat(checker().plan(cluster(), plan("a h0 h2", "a h2 h0"))).isEmpty();
  }
}
