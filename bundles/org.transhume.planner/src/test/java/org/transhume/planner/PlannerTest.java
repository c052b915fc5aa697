// SPDX-License-Identifier: Apache-2.0
package org.transhume.planner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.transhume.api.model.Explanation;
import org.transhume.planner.constraint.MaxOnline;
import org.transhume.planner.constraint.Overcommit;
import org.transhume.planner.constraint.Pin;
import org.transhume.planner.constraint.Reserve;

/** Goals on clusters that are small enough to know the best answer. */
class PlannerTest {

  private static final List<Overcommit> CAP = List.of(Overcommit.cpu(80));

  private final Planner planner = new Planner();

  private static Cluster hotHost() {
    return Cluster.builder()
        .host(Host.of("h0", 4, 65536))
        .host(Host.of("h1", 4, 65536))
        .domain(Domain.of("big", 8192, 1, 60), "h0")
        .domain(Domain.of("small", 1024, 1, 60), "h0")
        .domain(Domain.of("tiny", 512, 1, 30), "h0")
        .domain(Domain.of("rest", 2048, 4, 220), "h0")
        .build();
  }

  @Test
  void shouldRelieveWithTheFewestMovesAndOfThoseTheFewestBytes() {
    // 370 of 320: one domain of 60 does, not the two smallest ones, and of the two the one of 1
    // GiB.
    Outcome outcome = planner.plan(hotHost(), new Goal.Relieve(), CAP);

    assertThat(outcome.plan().orElseThrow().moves())
        .extracting(Move::domain)
        .containsExactly("small");
  }

  @Test
  void shouldConsolidateByMovingTheFewest() {
    Cluster.Builder builder = Cluster.builder();
    int[] guests = {3, 5, 1, 2};
    for (int host = 0; host < guests.length; host++) {
      builder.host(Host.of("h" + host, 8, 8192));
      for (int i = 0; i < guests[host]; i++) {
        builder.domain(Domain.of("d" + host + i, 1024, 1, 10), "h" + host);
      }
    }

    Outcome outcome =
        planner.plan(builder.build(), new Goal.Consolidate(), List.of(Overcommit.cpu(100)));

    assertThat(Arrays.stream(outcome.after().placement()).distinct()).hasSize(2);
    assertThat(outcome.plan().orElseThrow().moves()).hasSize(3);
  }

  @Test
  void shouldTellThatNoPackingKeepsToTheMostHosts() {
    Cluster.Builder builder = Cluster.builder();
    for (int host = 0; host < 2; host++) {
      builder
          .host(Host.of("h" + host, 8, 8192))
          .domain(Domain.of("d" + host, 5000, 1, 10), "h" + host);
    }

    Outcome outcome =
        planner.plan(builder.build(), new Goal.Consolidate(), List.of(MaxOnline.of(1)));

    assertThat(outcome.reasons()).extracting(Explanation::code).containsExactly("MAX_ONLINE");
  }

  @Test
  void shouldDrainIntoWhatIsLeft() {
    Outcome outcome = planner.plan(hotHost(), new Goal.Drain(Set.of("h0")), List.of());

    assertThat(outcome.after().hostOf("rest")).isEqualTo("h1");
    assertThat(outcome.plan().orElseThrow().moves()).hasSize(4);
  }

  @Test
  void shouldSayWhichDomainKeepsAHostFromBeingDrained() {
    Outcome outcome =
        planner.plan(hotHost(), new Goal.Drain(Set.of("h0")), List.of(Pin.of("tiny")));

    assertThat(outcome.reasons())
        .extracting(Explanation::text)
        .containsExactly("tiny: [tiny] stay where they are");
    assertThat(outcome.partial().moves()).hasSize(3);
  }

  @Test
  void shouldRefuseAGoalForAHostThatIsNotThere() {
    assertThatThrownBy(() -> planner.plan(hotHost(), new Goal.Drain(Set.of("h9")), CAP))
        .isInstanceOf(NoSuchElementException.class)
        .hasMessageContaining("h9");
  }

  @Test
  void shouldProveThatAClusterIsTooSmall() {
    Outcome outcome =
        planner.plan(hotHost(), new Goal.Relieve(), List.of(Reserve.everywhere(60000)));

    assertThat(outcome.reasons())
        .extracting(Explanation::text)
        .containsExactly(
            "cluster: memory of all domains 11776 > 11072 MiB on all hosts that are not off");
  }

  @Test
  void shouldKeepToTheLimitsOfASource() {
    Planner two = new Planner(new Limits(2, 4, 0, 100));

    Plan plan = two.plan(hotHost(), new Goal.Drain(Set.of("h0")), List.of()).plan().orElseThrow();

    assertThat(plan.steps()).extracting(step -> step.moves().size()).containsExactly(2, 2);
  }

  @Test
  void shouldForeseeWhatIsWrittenWhileItIsCopied() {
    Cluster.Builder builder = Cluster.builder();
    builder.host(Host.of("h0", 4, 65536)).host(Host.of("h1", 4, 65536));
    builder.domain(Domain.of("d", 1000, 1, 10).withDirtyMibPerSecond(50), "h0");
    Goal drain = new Goal.Drain(Set.of("h0"));

    Plan plan =
        new Planner(new Limits(1, 1, 0, 100))
            .plan(builder.build(), drain, List.of())
            .plan()
            .orElseThrow();

    // 1000, and again half of it in each of five rounds.
    assertThat(plan.mib()).isEqualTo(1969);
    assertThat(plan.seconds()).isCloseTo(19.69, within(0.01));
  }

  @Test
  void shouldScoreAsGanetiDoes() {
    // Numbers of domains 4 and 0: a deviation of 2, which counts four times.
    BalanceScore score = BalanceScore.of(hotHost());

    assertThat(score.domains()).isEqualTo(2);
    assertThat(score.vcpus()).isCloseTo(7 / 4.0 / 2, within(1e-12));
    assertThat(score.freeMemory()).isCloseTo(11776.0 / 65536 / 2, within(1e-12));
    assertThat(score.score()).isCloseTo(8 + 0.875 + 0.08984375, within(1e-12));
  }
}
