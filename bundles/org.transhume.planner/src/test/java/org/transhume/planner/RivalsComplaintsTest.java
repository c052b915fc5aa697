// SPDX-License-Identifier: Apache-2.0
package org.transhume.planner;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.transhume.api.model.Explanation;
import org.transhume.planner.check.PlanChecker;
import org.transhume.planner.constraint.Ban;
import org.transhume.planner.constraint.Constraint;
import org.transhume.planner.constraint.Fence;
import org.transhume.planner.constraint.Gather;
import org.transhume.planner.constraint.Keep;
import org.transhume.planner.constraint.NPlusOne;
import org.transhume.planner.constraint.NoIncoming;
import org.transhume.planner.constraint.Overcommit;
import org.transhume.planner.constraint.Reserve;
import org.transhume.planner.constraint.Spread;
import org.transhume.planner.constraint.Strength;

/** What users of other balancers complain about, each as a case of its own. */
class RivalsComplaintsTest {

  private static final int MEMORY = 16384;

  private final Planner planner = new Planner();

  private static Cluster.Builder hosts(int count) {
    Cluster.Builder builder = Cluster.builder();
    for (int i = 0; i < count; i++) {
      builder.host(Host.of("h" + i, 4, MEMORY));
    }
    return builder;
  }

  private static List<Constraint> rules(Constraint... more) {
    List<Constraint> rules = new ArrayList<>(Arrays.asList(more));
    rules.add(Reserve.everywhere(1024));
    rules.add(Overcommit.cpu(80));
    return rules;
  }

  /** One domain that wants more than a host should give: wherever it goes is the next hot spot. */
  @Test
  void shouldNotMoveTheHotSpotRound() {
    Cluster cluster =
        hosts(3)
            .domain(Domain.of("busy", 2048, 4, 390), "h0")
            .domain(Domain.of("quiet", 2048, 1, 5), "h1")
            .build();

    Outcome outcome = planner.plan(cluster, new Goal.Relieve(), rules());

    assertThat(outcome.isFeasible()).isFalse();
    assertThat(outcome.partial().moves()).isEmpty();
    assertThat(outcome.reasons()).extracting(Explanation::code).containsExactly("TARGET_CPU");
  }

  @Test
  void shouldNotWalkTheOnlyDomainRoundEmptyHosts() {
    Cluster cluster = hosts(3).domain(Domain.of("alone", 2048, 1, 90), "h1").build();

    for (Goal goal : List.of(new Goal.Balance(), new Goal.Relieve(), new Goal.Consolidate())) {
      assertThat(planner.plan(cluster, goal, rules()).plan())
          .as(goal.name())
          .contains(Plan.NOTHING);
    }
  }

  @Test
  void shouldNotOverloadTheTarget() {
    Cluster.Builder builder = hosts(3);
    for (int i = 0; i < 8; i++) {
      builder.domain(Domain.of("a" + i, 1024, 1, 60), "h0");
    }
    builder.domain(Domain.of("b", 1024, 4, 290), "h1");
    Cluster cluster = builder.build();

    Outcome outcome = planner.plan(cluster, new Goal.Relieve(), rules());

    assertThat(outcome.plan()).isPresent();
    assertThat(outcome.plan().get().moves()).hasSize(3).allMatch(move -> move.to().equals("h2"));
    assertThat(new PlanChecker(rules(), Limits.DEFAULT).placement(outcome.after())).isEmpty();
  }

  @Test
  void shouldBalanceBeforeDisaster() {
    // Nothing is hot, and one host has all the domains, as after a restart of the others.
    Cluster.Builder builder = hosts(3);
    for (int i = 0; i < 9; i++) {
      builder.domain(Domain.of("d" + i, 1024, 1, 10), "h0");
    }

    Outcome outcome = planner.plan(builder.build(), new Goal.Balance(), rules());

    assertThat(outcome.plan()).isPresent();
    assertThat(outcome.plan().get().moves()).hasSize(6);
    assertThat(BalanceScore.of(outcome.after()).score()).isZero();
  }

  @Test
  void shouldNeverTouchADomainToBeKept() {
    Cluster.Builder builder = hosts(2);
    for (int i = 0; i < 6; i++) {
      builder.domain(Domain.of("d" + i, 1024, 1, 80).withTags("keep"), "h0");
    }

    Outcome outcome = planner.plan(builder.build(), new Goal.Relieve(), rules(new Keep("keep")));

    assertThat(outcome.plan()).isEmpty();
    assertThat(outcome.partial().moves()).isEmpty();
    assertThat(outcome.reasons())
        .extracting(Explanation::text)
        .containsExactly("h0: demand 480 of domains that stay > 320 %");
  }

  @Test
  void shouldKeepAffinityAndAntiAffinityInEveryGoal() {
    Cluster.Builder builder = hosts(4);
    for (int i = 0; i < 3; i++) {
      builder.domain(Domain.of("s" + i, 1024, 1, 70).withGroups("spread"), "h" + i);
    }
    builder.domain(Domain.of("g0", 1024, 1, 120).withGroups("gather"), "h0");
    builder.domain(Domain.of("g1", 1024, 1, 120).withGroups("gather"), "h0");
    builder.domain(Domain.of("x", 4096, 1, 90), "h0");
    Cluster cluster = builder.build();
    List<Constraint> rules = rules(Spread.acrossHosts("spread"), Gather.onOneHost("gather"));
    Limits limits = new Limits(2, 2, 0, 100);

    for (Goal goal :
        List.of(
            new Goal.Relieve(),
            new Goal.Balance(),
            new Goal.Consolidate(),
            new Goal.Drain(Set.of("h0")))) {
      Outcome outcome = new Planner(limits).plan(cluster, goal, rules);

      assertThat(outcome.plan()).as(goal.name()).isPresent();
      assertThat(new PlanChecker(rules, limits).plan(cluster, outcome.plan().get())).isEmpty();
      assertThat(outcome.after().hostOf("g0")).isEqualTo(outcome.after().hostOf("g1"));
    }
  }

  @Test
  void shouldGiveWayWhereARuleIsSoft() {
    Cluster cluster =
        hosts(2)
            .domain(Domain.of("a", 1024, 1, 10).withGroups("g"), "h0")
            .domain(Domain.of("b", 1024, 1, 10).withGroups("g"), "h1")
            .build();
    Goal drain = new Goal.Drain(Set.of("h0"));

    assertThat(planner.plan(cluster, drain, rules(Spread.acrossHosts("g"))).plan()).isEmpty();
    assertThat(
            planner
                .plan(cluster, drain, rules(new Spread("g", Constraint.HOST, 1, Strength.SOFT)))
                .plan())
        .isPresent();
  }

  @Test
  void shouldSendNothingToAHostThatIsDrainedOrTakesNoMore() {
    Cluster.Builder builder = hosts(4);
    for (int i = 0; i < 5; i++) {
      builder.domain(Domain.of("d" + i, 1024, 1, 80), "h0");
    }
    Cluster cluster = builder.build();

    Outcome outcome =
        planner.plan(cluster, new Goal.Drain(Set.of("h0", "h1")), rules(NoIncoming.of("h2")));

    assertThat(outcome.plan()).isEmpty();
    assertThat(outcome.partial().moves()).hasSize(4).allMatch(move -> move.to().equals("h3"));
    assertThat(outcome.explanations().whyNot("d0", "h2"))
        .extracting(Explanation::text)
        .containsExactly("h2: takes no more domains");
  }

  /** Evacuation must not fill hosts until the next one fails. */
  @Test
  void shouldRefuseToDrainWhereMemoryIsShort() {
    Cluster cluster =
        hosts(2)
            .domain(Domain.of("large", 12288, 1, 10), "h0")
            .domain(Domain.of("other", 8192, 1, 10), "h1")
            .build();

    Outcome outcome = planner.plan(cluster, new Goal.Drain(Set.of("h0")), rules());

    assertThat(outcome.plan()).isEmpty();
    assertThat(outcome.reasons())
        .extracting(Explanation::text)
        .containsExactly("large finds no host: h1: free memory 8192 MiB < 12288 + reserve 1024");
  }

  @Test
  void shouldKeepRoomForTheDeathOfAnyHost() {
    Cluster.Builder builder = hosts(3);
    for (int i = 0; i < 6; i++) {
      builder.domain(Domain.of("d" + i, 4096, 1, 10), "h" + i % 3);
    }
    Cluster cluster = builder.build();

    Outcome without = planner.plan(cluster, new Goal.Consolidate(), rules());
    Outcome with = planner.plan(cluster, new Goal.Consolidate(), rules(NPlusOne.hard()));

    assertThat(Arrays.stream(without.after().placement()).distinct()).hasSize(2);
    assertThat(new PlanChecker(rules(NPlusOne.hard()), Limits.DEFAULT).placement(with.after()))
        .isEmpty();
  }

  /** Two full hosts want to exchange their domains: only a third host can help. */
  @Test
  void shouldBreakACycleThroughASpareHost() {
    Cluster cluster =
        Cluster.builder()
            .host(Host.of("h0", 4, MEMORY))
            .host(Host.of("h1", 4, MEMORY))
            .host(Host.of("spare", 4, MEMORY))
            .domain(Domain.of("a", 12288, 1, 10), "h0")
            .domain(Domain.of("b", 12288, 1, 10), "h1")
            .build();
    List<Constraint> rules =
        rules(Fence.of("a", Set.of("h1")), new Ban(Set.of("b"), Set.of("spare"), Strength.SOFT));

    Outcome outcome = planner.plan(cluster, new Goal.Relieve(), rules);

    assertThat(outcome.plan().orElseThrow().moves())
        .extracting(move -> move.domain() + " to " + move.to())
        .containsExactly("b to spare", "a to h1", "b to h0");
    assertThat(new PlanChecker(rules, Limits.DEFAULT).plan(cluster, outcome.plan().get()))
        .isEmpty();
  }

  @Test
  void shouldSayWhyADomainMovesAndWhyAnotherHostIsNotUsed() {
    Cluster cluster =
        hosts(3)
            .domain(Domain.of("hot", 2048, 2, 180), "h0")
            .domain(Domain.of("warm", 4096, 2, 170), "h0")
            .domain(Domain.of("full", 15000, 1, 10), "h1")
            .build();

    Outcome outcome = planner.plan(cluster, new Goal.Relieve(), rules());

    assertThat(outcome.plan().orElseThrow().moves())
        .extracting(move -> move.reason().text())
        .containsExactly(
            "h0: demand 350 % > 320 %, and 170 % in the end; h2 has demand 180 of 320 % and memory"
                + " 2048 of 15360 MiB then; 2048 MiB to copy");
    assertThat(outcome.explanations().whyNot("hot", "h1"))
        .extracting(Explanation::text)
        .containsExactly("h1: free memory 1384 MiB < 2048 + reserve 1024");
    assertThat(outcome.explanations().whyThere("warm"))
        .extracting(Explanation::code)
        .containsExactly("STAYS");
    assertThat(outcome.explanations().whyUnused("h1"))
        .extracting(Explanation::code)
        .containsExactly("STANDING");
  }

  @Test
  void shouldLeaveADomainAtItsOwnCapAlone() {
    Cluster cluster =
        hosts(2)
            .domain(new Domain("capped", 1024, 4, 400, 0, 256, 100, Set.of(), Set.of()), "h0")
            .domain(Domain.of("other", 1024, 2, 150), "h0")
            .build();

    assertThat(planner.plan(cluster, new Goal.Relieve(), rules()).plan()).contains(Plan.NOTHING);
  }

  @Test
  void shouldPlaceANewDomainWhereMostRoomIsLeft() {
    Cluster cluster =
        Cluster.builder()
            .host(Host.of("h0", 4, MEMORY).withLocations(Map.of("rack", "r0")))
            .host(Host.of("h1", 4, MEMORY).withLocations(Map.of("rack", "r0")))
            .host(Host.of("h2", 4, MEMORY).withLocations(Map.of("rack", "r1")))
            .domain(Domain.of("a", 2048, 1, 10).withGroups("g"), "h0")
            .domain(Domain.of("b", 8192, 1, 100), "h2")
            .build();

    Placement placement =
        planner.place(
            cluster,
            Domain.of("new", 2048, 1, 50).withGroups("g"),
            rules(Spread.across("g", "rack")));

    assertThat(placement.host()).contains("h2");
    assertThat(placement.refusals()).containsOnlyKeys("h0", "h1");
    assertThat(placement.refusals().get("h1"))
        .extracting(Explanation::code)
        .containsExactly("SPREAD");
  }
}
