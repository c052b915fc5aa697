// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.transhume.manager.internal.FakePolicy.move;
import static org.transhume.manager.internal.FakePolicy.moves;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.transhume.api.model.Mode;
import org.transhume.api.model.Move;
import org.transhume.api.model.Proposal;
import org.transhume.api.mx.DecisionSummary;
import org.transhume.manager.internal.decisions.DecisionText;
import org.transhume.manager.internal.decisions.RecordedDecision;

/** New versions of a policy that have to prove themselves, and those that move too much. */
class PolicyTrialsTest {

  private static final Move MOVE = move("etch-1-1", "a-204-02", "a-204-03");

  private final FakePolicy trusted = new FakePolicy();
  private final FakePolicy newcomer = new FakePolicy();
  private Bench bench;

  @BeforeEach
  void begin() {
    bench = new Bench(Bench.settings(Mode.AUTOMATIC, 1, 0));
    bench.agents.host("a-204-02", Samples.domain("etch-1-1", 0.9), Samples.domain("etch-1-2", 0.9));
    bench.agents.host("a-204-03", Samples.domain("dapper-1-1", 0.1));
    bench.agents.connectAll();
    bench.serve("1.0.0", trusted);
  }

  private void trials(int canaryRounds) {
    bench.manager.policies().setTrials(bench.hotspot(), to -> to.setCanaryRounds(canaryRounds));
  }

  private void bound(int most, long windowMillis) {
    bench
        .manager
        .policies()
        .setTrials(
            bench.hotspot(),
            to -> {
              to.setMoveBound(most);
              to.setMoveWindowMillis(windowMillis);
            });
  }

  private String serving() {
    return bench.hotspot().serving().map(version -> version.version().toString()).orElse("none");
  }

  private void wander() {
    trusted.wish = snapshot -> wandering(snapshot.domainsOn("a-204-02").size() == 1);
    newcomer.wish = trusted.wish;
  }

  private static Proposal wandering(boolean back) {
    return back
        ? moves(move("etch-1-1", "a-204-03", "a-204-02"))
        : moves(move("etch-1-1", "a-204-02", "a-204-03"));
  }

  @Test
  void shouldLetACanaryDecideAndMoveNothing() {
    trials(-1);
    newcomer.wish = snapshot -> moves(MOVE);
    bench.serve("2.0.0", newcomer);
    bench.agents.pass(60_000);

    assertThat(serving()).isEqualTo("1.0.0");
    assertThat(newcomer.asked).isNotEmpty();
    assertThat(bench.agents.orders).isEmpty();
    assertThat(bench.hotspot().canary().orElseThrow().report())
        .satisfies(
            report -> {
              assertThat(report.version()).isEqualTo("2.0.0");
              assertThat(report.agreeing()).isZero();
              assertThat(report.differing()).isPositive();
              assertThat(report.lastProposal().moves()).containsExactly(MOVE);
            });
    assertThat(bench.decisions.latest(10))
        .anySatisfy(
            summary -> {
              assertThat(summary.version()).isEqualTo("2.0.0");
              assertThat(summary.mode()).isEqualTo(Mode.OBSERVE);
              assertThat(summary.migrations()).isEmpty();
            });
  }

  @Test
  void shouldLetACanaryBeginFromTheStateThatIsKeptAndGoOnFromItsOwn() {
    trials(-1);
    long calls = trusted.asked.size();
    bench.serve("2.0.0", newcomer);
    bench.agents.pass(30_000);

    assertThat((Long) newcomer.states.get(0).values().get("calls")).isGreaterThanOrEqualTo(calls);
    assertThat(newcomer.states.get(1).values().get("calls"))
        .isEqualTo((Long) newcomer.states.get(0).values().get("calls") + 1);
  }

  @Test
  void shouldPromoteACanaryThatAgreesForLongEnough() {
    trials(3);
    bench.serve("2.0.0", newcomer);
    assertThat(serving()).isEqualTo("1.0.0");
    bench.agents.pass(30_000);

    assertThat(serving()).isEqualTo("2.0.0");
    assertThat(bench.hotspot().canary()).isEmpty();
  }

  @Test
  void shouldCountAnewWhenACanaryDiffers() {
    trials(3);
    newcomer.wish = snapshot -> newcomer.asked.size() % 3 == 0 ? moves(MOVE) : Proposal.EMPTY;
    bench.serve("2.0.0", newcomer);
    bench.agents.pass(120_000);

    assertThat(serving()).isEqualTo("1.0.0");
  }

  @Test
  void shouldNotPromoteACanaryThatThrows() {
    trials(2);
    newcomer.trouble = new IllegalStateException("out of luck");
    bench.serve("2.0.0", newcomer);
    bench.agents.pass(60_000);

    assertThat(serving()).isEqualTo("1.0.0");
    assertThat(bench.hotspot().canary().orElseThrow().report().problem()).contains("out of luck");
  }

  @Test
  void shouldPromoteACanaryWhenAnOperatorSaysSo() {
    trials(-1);
    bench.serve("2.0.0", newcomer);
    assertThatThrownBy(() -> bench.manager.policies().promote(bench.hotspot(), "3.0.0"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no version '3.0.0'; it has [2.0.0, 1.0.0]");
    bench.manager.policies().promote(bench.hotspot(), "2.0.0");

    assertThat(serving()).isEqualTo("2.0.0");
  }

  @Test
  void shouldKnowAfterARestartWhichVersionWasPromoted() {
    trials(-1);
    bench.start();
    bench.agents.connectAll();
    bench.serve("2.0.0", newcomer);
    assertThat(serving()).isEqualTo("none");
    assertThat(bench.manager.warnings())
        .containsExactly(
            "policy hotspot does not decide: 2.0.0 is a canary beside no other version; promote it");

    bench.serve("1.0.0", trusted);
    assertThat(serving()).isEqualTo("1.0.0");
    assertThat(bench.manager.warnings()).isEmpty();
  }

  @Test
  void shouldSetAVersionBackThatMovesMoreThanItsBound() {
    wander();
    bench.serve("2.0.0", newcomer);
    trusted.wish = snapshot -> Proposal.EMPTY;
    bound(2, 3_600_000);
    bench.agents.pass(300_000);

    assertThat(serving()).isEqualTo("1.0.0");
    assertThat(bench.decisions.latest(100).stream().mapToInt(one -> one.migrations().size()).sum())
        .isEqualTo(2);
    assertThat(bench.hotspot().trials.barred().get("2.0.0"))
        .isEqualTo("it has begun 2 migrations within 3600 s, of at most 2, and wanted another");
    assertThat(bench.manager.warnings())
        .singleElement()
        .asString()
        .contains("policy hotspot 2.0.0 was set back")
        .contains("remove it, or promote it again");

    bench.start();
    bench.agents.connectAll();
    bench.serve("1.0.0", trusted);
    bench.serve("2.0.0", newcomer);
    assertThat(serving()).isEqualTo("1.0.0");
    bench.manager.policies().promote(bench.hotspot(), "2.0.0");
    assertThat(serving()).isEqualTo("2.0.0");
  }

  @Test
  void shouldLetAVersionMoveOnWhenTheWindowHasPassed() {
    wander();
    bound(1, 60_000);
    bench.serve("0.9.0", newcomer);
    bench.agents.pass(20_000);

    assertThat(serving()).isEqualTo("0.9.0");
    bench.manager.policies().promote(bench.hotspot(), "1.0.0");
    assertThat(bench.hotspot().trials.exceeded(bench.loop.monotonicMillis() + 60_000)).isEmpty();
  }

  @Test
  void shouldLetTheOnlyVersionAdviseWhenItMovesMoreThanItsBound() {
    wander();
    bound(1, 3_600_000);
    bench.agents.pass(300_000);

    assertThat(serving()).isEqualTo("1.0.0");
    assertThat(bench.hotspot().mode).isEqualTo(Mode.ADVISE);
    assertThat(bench.decisions.latest(100).stream().mapToInt(one -> one.migrations().size()).sum())
        .isEqualTo(1);
  }

  @Test
  void shouldSetBackWhenAnOperatorSaysSoAndOnlyIfAnotherVersionIsThere() {
    assertThatThrownBy(() -> bench.manager.policies().setBack(bench.hotspot(), "no more"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("no other version");
    bench.serve("2.0.0", newcomer);
    bench.manager.policies().setBack(bench.hotspot(), "no more");

    assertThat(serving()).isEqualTo("1.0.0");
  }

  @Test
  void shouldRefuseBoundsThatMakeNoSense() {
    Trials trials = bench.hotspot().trials;

    assertThatThrownBy(() -> trials.setCanaryRounds(-2))
        .hasMessage("canary rounds -2 is not within -1 and 1000000");
    assertThatThrownBy(() -> trials.setMoveBound(-1)).hasMessageContaining("move bound -1");
    assertThatThrownBy(() -> trials.setMoveWindowMillis(999)).hasMessageContaining("move window");
  }

  @Test
  void shouldRecordWhatADecisionWasMadeByAndRepeatItToTheLastByte() throws Exception {
    trusted.wish =
        snapshot -> snapshot.domainsOn("a-204-02").size() == 2 ? moves(MOVE) : Proposal.EMPTY;
    bench.agents.pass(6_000);
    DecisionSummary moved =
        bench.decisions.latest(10).stream()
            .filter(one -> !one.migrations().isEmpty())
            .findFirst()
            .orElseThrow();
    assertThat(moved.policy()).isEqualTo("hotspot");
    assertThat(moved.version()).isEqualTo("1.0.0");
    assertThat(moved.moves()).isEqualTo(1);
    bench.agents.pass(60_000);

    RecordedDecision recorded = DecisionText.read(bench.decisions.read(moved.id()).orElseThrow());
    assertThat(again(recorded)).isEqualTo(DecisionText.of(recorded.decision()));
    trusted.wish = snapshot -> Proposal.EMPTY;
    assertThat(again(recorded)).isNotEqualTo(DecisionText.of(recorded.decision()));
  }

  private String again(RecordedDecision recorded) {
    List<String> answers = new ArrayList<>();
    bench
        .manager
        .rounds()
        .replay(
            recorded, (version, decision) -> answers.add(DecisionText.of(decision)), answers::add);
    bench.loop.settle();
    assertThat(answers).hasSize(1);
    return answers.get(0);
  }

  @Test
  void shouldGoOnAndSayItWhenDecisionsCannotBeRecorded() {
    bench.decisions.full = true;
    trusted.wish = snapshot -> moves(MOVE);
    bench.agents.pass(6_000);
    assertThat(bench.manager.warnings())
        .containsExactly("decisions are not recorded: No space left on device");
    assertThat(bench.agents.placesOf("etch-1-1")).containsExactly("a-204-03");

    bench.decisions.full = false;
    trusted.wish = snapshot -> Proposal.EMPTY;
    bench.agents.pass(20_000);
    assertThat(bench.manager.warnings()).isEmpty();
  }
}
