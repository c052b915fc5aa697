// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.transhume.manager.internal.FakePolicy.move;
import static org.transhume.manager.internal.FakePolicy.moves;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Version;
import org.transhume.api.model.Explanation;
import org.transhume.api.model.HostState;
import org.transhume.api.model.MigrationPhase;
import org.transhume.api.model.Mode;
import org.transhume.api.model.Move;
import org.transhume.api.model.Proposal;
import org.transhume.api.model.Refusal;
import org.transhume.api.mx.NotificationTypes;

class PoliciesTest {

  private static final Move MOVE = move("etch-1-1", "a-204-02", "a-204-03");

  private final FakePolicy policy = new FakePolicy();
  private Bench bench;
  private FakeAgents.Host hot;
  private FakeAgents.Host cool;

  private void begin(Settings settings) {
    bench = new Bench(settings);
    hot =
        bench.agents.host(
            "a-204-02", Samples.domain("etch-1-1", 0.9), Samples.domain("etch-1-2", 0.9));
    cool = bench.agents.host("a-204-03", Samples.domain("dapper-1-1", 0.1));
    bench.agents.connectAll();
    policy.wish = snapshot -> moves(MOVE);
  }

  @Test
  void shouldProposeAndDoNothingInAdviseMode() {
    begin(Bench.settings(Mode.ADVISE, 1, 0));
    bench.serve("1.0.0", policy);
    bench.agents.pass(6_000);

    assertThat(bench.hotspot().lastProposal().moves()).containsExactly(MOVE);
    assertThat(bench.agents.orders).isEmpty();
  }

  @Test
  void shouldNotAskAtAllInObserveMode() {
    begin(Bench.settings(Mode.OBSERVE, 1, 0));
    bench.serve("1.0.0", policy);
    bench.agents.pass(20_000);

    assertThat(policy.asked).isEmpty();
  }

  @Test
  void shouldLetANewPolicyBeginByAdvising() {
    begin(Bench.settings(Mode.AUTOMATIC, 1, 0));
    bench.manager.add(new PolicyVersion("spread", new Version(1, 0, 0), 77, policy));
    bench.agents.pass(6_000);

    assertThat(bench.manager.policies().slot("spread").orElseThrow().mode).isEqualTo(Mode.ADVISE);
    assertThat(bench.agents.orders).isEmpty();
  }

  @Test
  void shouldBoundAPolicyByTheManagersMode() {
    begin(Bench.settings(Mode.AUTOMATIC, 1, 0));
    bench.manager.policies().setMode(Mode.ADVISE);
    bench.serve("1.0.0", policy);
    bench.agents.pass(6_000);
    assertThat(bench.agents.orders).isEmpty();

    bench.manager.policies().setMode(Mode.AUTOMATIC);
    bench.agents.pass(6_000);
    assertThat(bench.lastMigration().phase()).isEqualTo(MigrationPhase.DONE);
  }

  @Test
  void shouldWaitUntilEnoughRoundsAgree() {
    begin(Bench.settings(Mode.AUTOMATIC, 3, 0));
    bench.serve("1.0.0", policy);
    assertThat(refusalCodes()).containsExactly("HOLD");
    bench.agents.pass(5_000);
    assertThat(bench.agents.orders).isEmpty();
    assertThat(bench.hotspot().lastProposal().refusals().get(0).reason().text())
        .isEqualTo("wanted in 2 of 3 rounds running that are needed for a move");
    bench.agents.pass(6_000);

    assertThat(bench.agents.orders).isNotEmpty();
  }

  @Test
  void shouldCountRoundsInQuickSuccessionOnce() {
    begin(Bench.settings(Mode.AUTOMATIC, 3, 0));
    bench.serve("1.0.0", policy);
    for (int i = 0; i < 10; i++) {
      hot.crossHigh();
      bench.loop.pass(30);
    }

    assertThat(policy.asked.size()).isGreaterThan(5);
    assertThat(bench.agents.orders).isEmpty();
  }

  @Test
  void shouldBeginToCountAnewWhenTheWishChanges() {
    begin(Bench.settings(Mode.AUTOMATIC, 2, 0));
    AtomicInteger round = new AtomicInteger();
    policy.wish =
        snapshot ->
            round.getAndIncrement() % 2 == 0
                ? moves(MOVE)
                : moves(move("etch-1-2", "a-204-02", "a-204-03"));
    bench.serve("1.0.0", policy);
    bench.agents.pass(30_000);

    assertThat(bench.agents.orders).isEmpty();
  }

  @Test
  void shouldLeaveADomainWhereItWasMovedUntilItHasCooledDownAlsoAfterARestart() {
    begin(Bench.settings(Mode.AUTOMATIC, 1, 60_000));
    bench.serve("1.0.0", policy);
    bench.agents.pass(6_000);
    assertThat(bench.agents.placesOf("etch-1-1")).containsExactly("a-204-03");

    policy.wish = snapshot -> moves(move("etch-1-1", "a-204-03", "a-204-02"));
    bench.start();
    bench.agents.connectAll();
    bench.serve("1.0.0", policy);
    bench.agents.pass(30_000);
    assertThat(refusalCodes()).containsExactly("COOL_DOWN");
    assertThat(bench.agents.placesOf("etch-1-1")).containsExactly("a-204-03");

    bench.agents.pass(60_000);
    assertThat(bench.agents.placesOf("etch-1-1")).containsExactly("a-204-02");
  }

  @Test
  void shouldNotBelieveTheLoadOfHostsAroundAMigration() {
    begin(Bench.settings(Mode.AUTOMATIC, 1, 0));
    bench.serve("1.0.0", policy);
    bench.agents.pass(500);
    policy.wish = snapshot -> moves(move("etch-1-2", "a-204-02", "a-204-03"));
    hot.crossHigh();
    assertThat(refusalCodes()).contains("SOURCE_BUSY", "TARGET_BUSY", "SETTLING");

    bench.agents.pass(2_000);
    hot.crossHigh();
    assertThat(refusalCodes()).containsOnly("SETTLING");
    bench.agents.pass(10_000);
    assertThat(bench.agents.placesOf("etch-1-2")).containsExactly("a-204-03");
  }

  @Test
  void shouldStopMovesThatGainTooLittle() {
    begin(Bench.settings(Mode.AUTOMATIC, 1, 0));
    policy.wish =
        snapshot ->
            moves(
                new Move(
                    MOVE.domainUuid(),
                    MOVE.domain(),
                    MOVE.source(),
                    MOVE.target(),
                    MOVE.reason(),
                    0.001,
                    1));
    bench.serve("1.0.0", policy);
    bench.agents.pass(6_000);

    assertThat(refusalCodes()).containsExactly("GAIN");
  }

  @Test
  void shouldStopAGainThatIsNoNumber() {
    begin(Bench.settings(Mode.AUTOMATIC, 1, 0));
    policy.wish =
        snapshot ->
            moves(
                new Move(
                    MOVE.domainUuid(),
                    MOVE.domain(),
                    MOVE.source(),
                    MOVE.target(),
                    MOVE.reason(),
                    Double.NaN,
                    1));
    bench.serve("1.0.0", policy);

    assertThat(refusalCodes()).containsExactly("GAIN");
  }

  @Test
  void shouldTakeOneOfTwoMovesThatTouchTheSameHost() {
    begin(Bench.settings(Mode.AUTOMATIC, 1, 0));
    policy.wish = snapshot -> moves(MOVE, move("etch-1-2", "a-204-02", "a-204-03"));
    bench.serve("1.0.0", policy);

    assertThat(bench.hotspot().lastProposal().moves()).containsExactly(MOVE);
    assertThat(refusalCodes()).contains("ONE_AT_A_TIME");
  }

  @Test
  void shouldRefuseTargetsThatAcceptNothing() {
    begin(Bench.settings(Mode.AUTOMATIC, 1, 0));
    cool.setHostState(HostState.MAINTENANCE);
    bench.serve("1.0.0", policy);
    bench.agents.pass(6_000);

    assertThat(refusalCodes()).containsExactly("TARGET_STATE");
  }

  @Test
  void shouldRefuseHostsThatHaveFallenSilent() {
    begin(Bench.settings(Mode.AUTOMATIC, 1, 0));
    bench.loop.pass(20_000);
    hot.sample();
    bench.serve("1.0.0", policy);

    assertThat(bench.hotspot().lastProposal().refusals())
        .extracting(refusal -> refusal.reason().text())
        .containsExactly(
            "target a-204-03 cannot be decided on: no sample from a-204-03 for 20020 ms; 10000 are"
                + " allowed");
  }

  @Test
  void shouldNotCarryOutNonsense() {
    begin(Bench.settings(Mode.AUTOMATIC, 1, 0));
    policy.wish =
        snapshot ->
            moves(
                move("ghost", "a-204-02", "a-204-03"),
                move("etch-1-1", "a-204-02", "nowhere"),
                move("etch-1-1", "a-204-03", "a-204-02"));
    bench.serve("1.0.0", policy);
    bench.agents.pass(6_000);

    assertThat(bench.agents.orders).isEmpty();
    assertThat(refusalCodes()).containsExactly("NONSENSE", "NONSENSE", "NONSENSE");
  }

  @Test
  void shouldLiveOnWhenAPolicyThrows() {
    begin(Bench.settings(Mode.AUTOMATIC, 1, 0));
    policy.trouble = new IllegalStateException("out of luck");
    bench.serve("1.0.0", policy);
    bench.agents.pass(6_000);
    assertThat(bench.hotspot().problem()).contains("out of luck");
    assertThat(bench.manager.warnings()).anyMatch(line -> line.contains("out of luck"));

    policy.trouble = null;
    bench.agents.pass(6_000);
    assertThat(bench.hotspot().problem()).isEmpty();
    assertThat(bench.lastMigration().phase()).isEqualTo(MigrationPhase.DONE);
  }

  @Test
  void shouldNotWaitForAPolicyThatHangs() {
    VirtualLoop loop = new VirtualLoop();
    List<Runnable> workers = new ArrayList<>();
    List<String> failures = new ArrayList<>();
    PlugInBorder border = new PlugInBorder(loop, workers::add, 1_000);
    PolicyVersion version = new PolicyVersion("hotspot", new Version(1, 0, 0), 1, policy);
    border.call(version, () -> "late", failures::add, failures::add);
    loop.pass(1_001);
    assertThat(failures).containsExactly("it did not answer within 1000 ms");

    border.call(version, () -> "late", failures::add, failures::add);
    assertThat(failures).hasSize(2).last().isEqualTo("it has not come back from an earlier call");
  }

  @Test
  void shouldKnowWhetherAPolicyMayStillAnswerInTime() {
    VirtualLoop loop = new VirtualLoop();
    List<Runnable> workers = new ArrayList<>();
    List<String> answers = new ArrayList<>();
    PlugInBorder border = new PlugInBorder(loop, workers::add, 1_000);
    PolicyVersion version = new PolicyVersion("hotspot", new Version(1, 0, 0), 1, policy);
    border.call(version, () -> "in time", answers::add, answers::add);
    assertThat(border.awaits(version)).isTrue();
    workers.remove(0).run();
    loop.settle();
    assertThat(border.awaits(version)).isFalse();

    border.call(version, () -> "too late", answers::add, answers::add);
    loop.pass(1_001);
    assertThat(border.awaits(version)).isFalse();
    assertThat(answers).containsExactly("in time", "it did not answer within 1000 ms");
  }

  @Test
  void shouldSurviveErrorsAtTheBorder() {
    VirtualLoop loop = new VirtualLoop();
    List<String> failures = new ArrayList<>();
    PlugInBorder border = new PlugInBorder(loop, Runnable::run, 1_000);
    PolicyVersion version = new PolicyVersion("hotspot", new Version(1, 0, 0), 1, policy);
    border.call(
        version,
        () -> {
          throw new NoClassDefFoundError("org/example/Gone");
        },
        result -> failures.add("came back"),
        failures::add);
    loop.settle();

    assertThat(failures).hasSize(1).first().asString().contains("org/example/Gone");
  }

  @Test
  void shouldLetTheHighestVersionServeAndBringTheOtherBack() {
    begin(Bench.settings(Mode.ADVISE, 1, 0));
    FakePolicy newer = new FakePolicy();
    bench.serve("1.0.0", policy);
    bench.manager.policies().setMode(bench.hotspot(), Mode.OBSERVE);
    bench.manager.policies().setParameter(bench.hotspot(), "margin", 0.2);
    bench.manager.policies().setMode(bench.hotspot(), Mode.ADVISE);
    bench.loop.pass(100);
    long second = bench.serve("1.10.0", newer);
    assertThat(bench.hotspot().serving().orElseThrow().version()).hasToString("1.10.0");
    assertThat(newer.contexts.get(0).parameter("margin")).isEqualTo(0.2);
    Object inherited = newer.states.get(0).values().get("calls");
    assertThat(inherited).isEqualTo((long) policy.asked.size());
    assertThat(bench.hotspot().stateAsText())
        .containsExactly(
            Map.entry("calls", Integer.toString(policy.asked.size() + newer.asked.size())));

    bench.manager.remove(second);
    bench.loop.settle();
    assertThat(bench.hotspot().serving().orElseThrow().version()).hasToString("1.0.0");
  }

  @Test
  void shouldKeepModeParametersAndStateWhileNoVersionServes() {
    begin(Bench.settings(Mode.ADVISE, 1, 0));
    long only = bench.serve("1.0.0", policy);
    bench.manager.policies().setParameter(bench.hotspot(), "margin", 0.3);
    bench.loop.pass(100);
    long calls = policy.asked.size();
    bench.manager.remove(only);
    bench.agents.pass(10_000);
    assertThat(bench.hotspot().serving()).isEmpty();

    FakePolicy again = new FakePolicy();
    bench.serve("0.9.0", again);
    assertThat(again.states.get(0).values().get("calls")).isEqualTo(calls);
    assertThat(again.contexts.get(0).parameter("margin")).isEqualTo(0.3);
  }

  @Test
  void shouldKeepModesAndParametersAcrossARestart() {
    begin(Bench.settings(Mode.AUTOMATIC, 1, 0));
    bench.serve("1.0.0", policy);
    bench.manager.policies().setMode(Mode.OBSERVE);
    bench.manager.policies().setMode(bench.hotspot(), Mode.OBSERVE);
    bench.manager.policies().setParameter(bench.hotspot(), "margin", 0.4);
    bench.start();
    bench.serve("1.0.0", policy);

    assertThat(bench.manager.policies().mode()).isEqualTo(Mode.OBSERVE);
    assertThat(bench.hotspot().mode).isEqualTo(Mode.OBSERVE);
    assertThat(bench.hotspot().parameterValues()).containsEntry("margin", 0.4);
  }

  @Test
  void shouldKeepWhatWasSetWhileTheDiskWasFullAsSoonAsThereIsRoom() {
    begin(Bench.settings(Mode.AUTOMATIC, 1, 0));
    bench.serve("1.0.0", policy);
    bench.journal.breaksOn = entry -> true;
    bench.manager.policies().setMode(Mode.AUTOMATIC);
    bench.manager.policies().setMode(Mode.OBSERVE);
    bench.manager.policies().setMode(bench.hotspot(), Mode.OBSERVE);
    bench.loop.settle();
    assertThat(bench.manager.warnings())
        .containsExactly(
            "a restart would lose modes, caps, parameters or states of policies: No space left on"
                + " device");

    bench.journal.breaksOn = entry -> false;
    bench.loop.pass(5_000);
    assertThat(bench.manager.warnings()).isEmpty();
    bench.start();
    bench.serve("1.0.0", policy);
    assertThat(bench.manager.policies().mode()).isEqualTo(Mode.OBSERVE);
    assertThat(bench.hotspot().mode).isEqualTo(Mode.OBSERVE);
  }

  @Test
  void shouldNameAParameterAndItsBounds() {
    begin(Bench.settings(Mode.ADVISE, 1, 0));
    bench.serve("1.0.0", policy);

    assertThatThrownBy(() -> bench.manager.policies().setParameter(bench.hotspot(), "margin", 0.9))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("parameter margin: 0.9 is not within 0.0 and 0.5");
    assertThatThrownBy(() -> bench.manager.policies().setParameter(bench.hotspot(), "margins", 0.1))
        .hasMessageContaining("has no parameter 'margins'; it has [margin]");
  }

  @Test
  void shouldTellAProposalOnceAndNotWithEachReading() {
    begin(Bench.settings(Mode.ADVISE, 1, 0));
    AtomicInteger reading = new AtomicInteger();
    policy.wish =
        snapshot ->
            new Proposal(
                List.of(),
                List.of(
                    new Refusal(
                        "a-204-02",
                        Explanation.of("NO_TARGET", "load " + reading.incrementAndGet()))));
    bench.serve("1.0.0", policy);
    bench.agents.pass(30_000);

    assertThat(policy.asked.size()).isGreaterThan(4);
    assertThat(bench.notificationTypes())
        .filteredOn(type -> type.equals(NotificationTypes.POLICY_PROPOSED))
        .hasSize(1);
  }

  @Test
  void shouldAnswerADryRunWithoutRecordingIt() {
    begin(Bench.settings(Mode.ADVISE, 1, 0));
    bench.serve("1.0.0", policy);
    Proposal before = bench.hotspot().lastProposal();
    policy.wish = snapshot -> Proposal.EMPTY;
    List<Proposal> answers = new ArrayList<>();
    bench.manager.rounds().propose(bench.hotspot(), answers::add, why -> {});
    bench.loop.settle();

    assertThat(answers).containsExactly(Proposal.EMPTY);
    assertThat(bench.hotspot().lastProposal()).isEqualTo(before);
  }

  private List<String> refusalCodes() {
    return bench.hotspot().lastProposal().refusals().stream()
        .map(refusal -> refusal.reason().code())
        .toList();
  }
}
