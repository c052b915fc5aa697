// SPDX-License-Identifier: Apache-2.0
package org.transhume.policy.balance.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.transhume.api.model.HostState;
import org.transhume.api.model.Move;
import org.transhume.api.model.Proposal;
import org.transhume.api.model.Refusal;
import org.transhume.api.model.RuleKind;

class BalancePolicyTest {

  private final Scene scene = new Scene();

  private static List<String> moves(Proposal proposal) {
    return proposal.moves().stream()
        .map(move -> move.domain() + " " + move.source() + ">" + move.target())
        .toList();
  }

  private static List<String> codes(Proposal proposal) {
    return proposal.refusals().stream().map(refusal -> refusal.reason().code()).toList();
  }

  private static String text(Proposal proposal, String code) {
    return proposal.refusals().stream()
        .map(Refusal::reason)
        .filter(reason -> reason.code().equals(code))
        .findFirst()
        .orElseThrow()
        .text();
  }

  /** Three hosts that do something and one that does nothing; each domain wants a tenth of one. */
  private void oneHostIdle() {
    for (String host : List.of("a", "b", "c")) {
      scene.host(host, 4, 2000);
      for (int number = 1; number <= 4; number++) {
        scene.domain(host + number, host, 0.4, 512);
      }
    }
    scene.host("d", 4, 2000);
  }

  @Test
  void shouldFillAnIdleHostBeforeAnyIsHot() {
    oneHostIdle();

    Proposal proposal = scene.decideAfterAnHour();
    assertThat(proposal.moves()).hasSize(3).extracting(Move::target).containsOnly("d");
    assertThat(proposal.moves()).extracting(Move::source).containsExactlyInAnyOrder("a", "b", "c");
    scene.carryOut(proposal);
    assertThat(scene.load("d")).isCloseTo(0.3, within(0.001));
    assertThat(scene.decide().moves()).isEmpty();
  }

  @Test
  void shouldSayWhyEachDomainMovesAndWhatIsGained() {
    oneHostIdle();

    Move move = scene.decideAfterAnHour().moves().get(0);
    assertThat(move.reason().code()).isEqualTo("UNEVEN");
    assertThat(move.reason().text())
        .isEqualTo(
            "a is at 0.42 of its processors, all hosts together at 0.32: a1 goes to d, which is expected"
                + " to go from 0.02 to 0.32");
    assertThat(move.gain()).isCloseTo(0.1, within(0.001));
    assertThat(move.costBytes()).isEqualTo(512L << 20);
  }

  @Test
  void shouldBearWhatIsEvenEnoughAndSayHowItStands() {
    scene.host("a", 4, 2000).host("b", 4, 2000);
    scene.domain("etch-1-1", "a", 1.0, 512).domain("etch-1-2", "b", 0.6, 512);

    Proposal proposal = scene.decideAfterAnHour();
    assertThat(proposal.moves()).isEmpty();
    assertThat(text(proposal, "EVEN_ENOUGH"))
        .isEqualTo(
            "a is at 0.27 of its processors, 0.05 off the mean of 0.22 (up to 0.20 is borne): nothing"
                + " has to move");
  }

  @Test
  void shouldMoveNothingBeforeItHasWatchedDemand() {
    oneHostIdle();

    assertThat(codes(scene.decide())).containsExactly("LEARNING");
  }

  @Test
  void shouldMoveNothingWhileAMigrationIsUnderWay() {
    oneHostIdle();
    scene.migrating("a1", "a", "d");

    Proposal proposal = scene.decideAfterAnHour();
    assertThat(proposal.moves()).isEmpty();
    assertThat(codes(proposal)).containsExactly("MIGRATION_RUNNING");
  }

  @Test
  void shouldEvenOutMemoryOfDomainsThatDoNothing() {
    scene.host("a", 4, 2000).host("b", 4, 2000);
    for (int number = 1; number <= 7; number++) {
      scene.domain("idle-" + number, "a", 0.0, 1024);
    }

    Proposal proposal = scene.decideAfterAnHour();
    assertThat(proposal.moves()).hasSize(3).extracting(Move::target).containsOnly("b");
    assertThat(proposal.moves().get(0).reason().text())
        .startsWith("a is at 0.88 of its memory, all hosts together at 0.44");
  }

  @Test
  void shouldCountProcessorsByTheirSpeed() {
    scene.host("fast", 8, 3000).host("slow", 4, 1500);
    for (int number = 1; number <= 6; number++) {
      scene.domain("etch-1-" + number, "slow", 0.6, 256);
    }

    scene.carryOut(scene.decideAfterAnHour());
    assertThat(scene.load("slow")).isLessThan(0.35);
    assertThat(scene.load("fast")).isLessThan(0.25);
  }

  @Test
  void shouldNotCarryASingleDomainFromHostToHost() {
    scene.host("a", 2, 2000).host("b", 2, 2000).host("c", 2, 2000);
    scene.domain("etch-1-1", "a", 1.8, 512);

    Proposal proposal = scene.decideAfterAnHour();
    assertThat(proposal.moves()).isEmpty();
    assertThat(codes(proposal)).contains("GAIN_TOO_SMALL");
    assertThat(text(proposal, "GAIN_TOO_SMALL")).contains("0 domains");
  }

  @Test
  void shouldEvenOutTheOthersWhereOneCannotBeHelped() {
    scene.host("a", 2, 2000).host("b", 4, 2000).host("c", 4, 2000);
    scene.domain("etch-1-1", "a", 1.9, 512);
    scene.rule(RuleKind.KEEP, Set.of("uuid-etch-1-1"), Set.of());
    for (int number = 1; number <= 8; number++) {
      scene.domain("dapper-1-" + number, "b", 0.35, 256);
    }

    Proposal proposal = scene.decideAfterAnHour();
    assertThat(proposal.moves()).isNotEmpty().extracting(Move::source).containsOnly("b");
    assertThat(proposal.moves()).extracting(Move::target).containsOnly("c");
  }

  @Test
  void shouldLeaveAloneWhatTheControlDomainMakesUneven() {
    scene.host("a", 4, 2000, HostState.ACTIVE, 0.8).host("b", 4, 2000).host("c", 4, 2000);
    scene.domain("etch-1-1", "a", 0.2, 512).domain("etch-1-2", "b", 0.4, 512);

    assertThat(scene.decideAfterAnHour().moves()).isEmpty();
  }

  @Test
  void shouldNeitherFillNorEmptyAHostThatIsDrained() {
    oneHostIdle();
    scene.host("d", 4, 2000, HostState.DRAINING, 0.02).host("e", 4, 2000);

    Proposal proposal = scene.decideAfterAnHour();
    assertThat(proposal.moves()).extracting(Move::target).containsOnly("e");
    assertThat(text(proposal, "HOST_STATE")).isEqualTo("d is DRAINING and is not evened out");
  }

  @Test
  void shouldKeepWhatRulesDemand() {
    oneHostIdle();
    scene.rule(RuleKind.KEEP, Set.of("uuid-a1", "uuid-a2", "uuid-a3"), Set.of());
    scene.rule(RuleKind.BAN, Set.of("uuid-b1", "uuid-b2", "uuid-b3"), Set.of("d"));
    scene.rule(RuleKind.SPREAD, Set.of("uuid-a4", "uuid-b4"), Set.of());

    Proposal proposal = scene.decideAfterAnHour();
    assertThat(moves(proposal)).isNotEmpty().doesNotContain("a1 a>d", "a2 a>d", "a3 a>d");
    assertThat(moves(proposal)).doesNotContain("b1 b>d", "b2 b>d", "b3 b>d");
    scene.carryOut(proposal);
    assertThat(scene.hostOf("a4")).isNotEqualTo(scene.hostOf("b4"));
  }

  @Test
  void shouldMoveNothingForASmallGain() {
    oneHostIdle();

    assertThat(codes(scene.with(Settings.GAIN, 90).decideAfterAnHour()))
        .containsExactly("GAIN_TOO_SMALL");
  }

  @Test
  void shouldSayThatThereIsNothingToEvenOutOnOneHost() {
    scene.host("a", 4, 2000).domain("etch-1-1", "a", 2.0, 512);

    assertThat(codes(scene.decide())).containsExactly("NO_OTHER_HOST");
  }

  @Test
  void shouldNotBeStartledByASingleSample() {
    scene.host("a", 4, 2000).host("b", 4, 2000);
    scene.domain("etch-1-1", "a", 1.0, 256).domain("etch-1-2", "a", 0.2, 256);
    scene.domain("dapper-1-1", "b", 1.0, 256);
    scene.decideAfterAnHour();
    scene.domain("etch-1-1", "a", 3.5, 256);

    assertThat(scene.decide().moves()).isEmpty();
  }
}
