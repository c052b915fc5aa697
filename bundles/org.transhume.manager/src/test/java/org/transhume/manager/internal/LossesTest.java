// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import javax.management.Notification;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Version;
import org.transhume.api.model.Boot;
import org.transhume.api.model.DomainState;
import org.transhume.api.model.Explanation;
import org.transhume.api.model.HostRepair;
import org.transhume.api.model.HostState;
import org.transhume.api.model.MigrationPhase;
import org.transhume.api.model.Mode;
import org.transhume.api.model.Proposal;
import org.transhume.api.mx.DomainFate.Fate;
import org.transhume.api.mx.NotificationTypes;
import org.transhume.api.mx.RulesReport;
import org.transhume.manager.internal.Settings.Guarding;
import org.transhume.manager.internal.Settings.Times;
import org.transhume.manager.internal.journal.LossEntry.BootBegun;
import org.transhume.manager.internal.journal.LossEntry.BootClosed;
import org.transhume.manager.internal.journal.LossEntry.HostOff;
import org.transhume.policy.repair.internal.RepairPolicy;
import org.transhume.spi.fence.Fence;
import org.transhume.spi.fence.FenceFailure;
import org.transhume.spi.fence.FenceResult;
import org.transhume.spi.transport.Endpoint;

/** A host dies, and its domains are booted elsewhere exactly once; or nothing is done. */
class LossesTest {

  private static final String DEAD = "a-204-02";

  private final Bench bench = new Bench(settings(Mode.AUTOMATIC));
  private final FakeAgents agents = bench.agents;
  private final FakeAgents.Host dying =
      agents.host(DEAD, Samples.domain("etch-1-1", 0.1), Samples.domain("etch-1-2", 0.1));
  private final FakeAgents.Host target = agents.host("a-204-03", Samples.domain("sarge-1", 0.1));
  private final PowerSwitch power = new PowerSwitch();

  private static Settings settings(Mode mode) {
    return new Settings(
        "test",
        List.of(
            new Endpoint(DEAD, 7443),
            new Endpoint("a-204-03", 7443),
            new Endpoint("a-204-04", 7443)),
        mode,
        Map.of("repair", Mode.AUTOMATIC),
        0,
        new Guarding(1, 300_000, 5_000, 0.01, 1, 1),
        new Times(10_000, 5_000, 1_000, 30_000, 60_000, 10, 1));
  }

  /** A fence that obeys, unless it is told otherwise. */
  private static final class PowerSwitch implements Fence {
    final List<String> asked = new ArrayList<>();
    boolean works = true;

    @Override
    public String description() {
      return "a switch";
    }

    @Override
    public FenceResult fence(String host) {
      asked.add(host);
      return works
          ? FenceResult.fenced(host + " is off")
          : FenceResult.failed(FenceFailure.STILL_ON, host + " is still on");
    }
  }

  private void fence() {
    bench.fences.add(new Fences.Service(1, 0, power));
  }

  private void repair() {
    bench.manager.add(
        new PolicyVersion("repair", Version.parseVersion("1.0.0"), 9, new RepairPolicy()));
  }

  private void runForAWhile() {
    repair();
    agents.connectAll();
    agents.pass(20_000);
  }

  private void restart() {
    bench.start();
    repair();
    target.connect();
  }

  private LossStatus loss() {
    return bench.manager.losses().status(DEAD).orElseThrow();
  }

  private List<String> told() {
    return bench.notifications.stream()
        .map(Notification::getType)
        .filter(type -> type.contains(".loss."))
        .toList();
  }

  @Test
  void shouldBootTheDomainsOfADeadHostElsewhereOnceItIsFenced() {
    fence();
    runForAWhile();
    dying.die();
    agents.pass(115_000);
    assertThat(power.asked).isEmpty();
    agents.pass(60_000);

    assertThat(agents.booted).containsExactlyInAnyOrder("etch-1-1", "etch-1-2");
    assertThat(agents.placesOf("etch-1-1")).containsExactly("a-204-03");
    assertThat(told())
        .containsExactly(
            NotificationTypes.LOSS_SUSPECTED,
            NotificationTypes.LOSS_FENCED,
            NotificationTypes.LOSS_BOOTED,
            NotificationTypes.LOSS_BOOTED);
    assertThat(loss().domains())
        .allSatisfy(fate -> assertThat(fate.fate()).isEqualTo(Fate.BOOTED))
        .extracting(fate -> fate.target())
        .containsExactly("a-204-03", "a-204-03");
    assertThat(loss().toDo()).isEmpty();
    agents.pass(600_000);
    assertThat(agents.booted).hasSize(2);
  }

  private void rules(String text) {
    CompletionStage<RulesReport> report = bench.manager.ruleOffice().importAll(text, "ada");
    bench.loop.settle();
    assertThat(report.toCompletableFuture().join().errors()).isEmpty();
  }

  @Test
  void shouldLeaveAKeptDomainOfADeadHostToAnOperator() {
    fence();
    runForAWhile();
    rules("domain etch-1-1 tag keep");
    dying.die();
    agents.pass(200_000);

    assertThat(agents.booted).containsExactly("etch-1-2");
    assertThat(loss().domains())
        .filteredOn(fate -> fate.domain().equals("etch-1-1"))
        .singleElement()
        .satisfies(
            fate -> {
              assertThat(fate.fate()).isEqualTo(Fate.WAITING);
              assertThat(fate.reasons()).extracting(Explanation::code).containsExactly("RULE_KEEP");
            });

    rules("");
    agents.pass(60_000);
    assertThat(agents.booted).containsExactlyInAnyOrder("etch-1-1", "etch-1-2");
  }

  @Test
  void shouldBootMembersOfAGroupOnDifferentHosts() {
    agents.host("a-204-04");
    fence();
    runForAWhile();
    rules("domain etch-1-1 group web\ndomain etch-1-2 group web\nspread web");
    dying.die();
    agents.pass(300_000);

    assertThat(List.of(agents.placesOf("etch-1-1"), agents.placesOf("etch-1-2")))
        .containsExactlyInAnyOrder(List.of("a-204-03"), List.of("a-204-04"));
  }

  /** A policy that knows no rules is stopped at the gate. */
  @Test
  void shouldNotBootWhereARuleForbidsItWhateverThePolicyWants() {
    FakePolicy bold = new FakePolicy();
    bold.wish =
        snapshot ->
            new Proposal(
                List.of(),
                List.of(),
                snapshot.losses().stream()
                    .map(
                        lost ->
                            new HostRepair(
                                lost.host(),
                                Explanation.of("HOST_SILENT", "silent"),
                                List.of(
                                    new Boot(
                                        Samples.uuid("etch-1-1"),
                                        "etch-1-1",
                                        "a-204-03",
                                        Explanation.of("HOST_LOST", "lost")))))
                    .toList());
    fence();
    bench.manager.add(new PolicyVersion("repair", Version.parseVersion("1.0.0"), 9, bold));
    agents.connectAll();
    agents.pass(20_000);
    rules("ban etch-1-1 from a-204-03");
    dying.die();
    agents.pass(120_000);

    assertThat(power.asked).isNotEmpty();
    assertThat(agents.booted).isEmpty();
    assertThat(told()).contains(NotificationTypes.LOSS_UNBOOTED);
  }

  @Test
  void shouldWriteDownEachBootBeforeItIsOrderedAndTheProofBeforeThat() {
    fence();
    runForAWhile();
    bench.journal.breaksOn =
        entry -> {
          if (entry instanceof HostOff || entry instanceof BootBegun) {
            assertThat(agents.booted).hasSizeLessThan(2);
          }
          return false;
        };
    dying.die();
    agents.pass(200_000);

    assertThat(bench.journal.entries)
        .extracting(Object::getClass)
        .containsSubsequence(HostOff.class, BootBegun.class, BootClosed.class);
  }

  @Test
  void shouldDoNothingButRaiseAnAlarmWithoutAFence() {
    runForAWhile();
    dying.die();
    agents.pass(600_000);

    assertThat(agents.booted).isEmpty();
    assertThat(told())
        .containsExactly(NotificationTypes.LOSS_SUSPECTED, NotificationTypes.LOSS_UNFENCED);
    assertThat(bench.manager.warnings())
        .singleElement()
        .asString()
        .contains("a-204-02 is silent; it had etch-1-1, etch-1-2.")
        .contains("Nothing is done without a fence")
        .contains("confirmOff of org.transhume:type=Loss,host=a-204-02");
  }

  @Test
  void shouldBootNothingWhileTheFenceFailsAndAskAgain() {
    fence();
    power.works = false;
    runForAWhile();
    dying.die();
    agents.pass(400_000);

    assertThat(agents.booted).isEmpty();
    assertThat(power.asked).hasSizeGreaterThan(2);
    assertThat(loss().fencing()).contains("a-204-02 is still on");
    assertThat(told())
        .containsExactly(NotificationTypes.LOSS_SUSPECTED, NotificationTypes.LOSS_UNFENCED);
    power.works = true;
    agents.pass(120_000);
    assertThat(agents.booted).hasSize(2);
  }

  @Test
  void shouldBootOnAnOperatorsWordAlsoWhereThePolicyMayOnlyAdvise() {
    fence();
    bench.manager.policies().setMode(Mode.ADVISE);
    runForAWhile();
    dying.die();
    agents.pass(200_000);
    assertThat(power.asked).isEmpty();
    assertThat(agents.booted).isEmpty();
    assertThat(bench.manager.warnings().toString()).contains("may only advise");

    bench.manager.losses().confirmOff(DEAD);
    agents.pass(60_000);
    assertThat(agents.booted).containsExactlyInAnyOrder("etch-1-1", "etch-1-2");
    assertThat(bench.journal.entries)
        .filteredOn(entry -> entry instanceof HostOff)
        .extracting(entry -> ((HostOff) entry).by())
        .containsExactly(HostOff.OPERATOR);
  }

  @Test
  void shouldNotTakeAnOperatorsWordForAHostThatIsHeard() {
    runForAWhile();
    assertThatThrownBy(() -> bench.manager.losses().confirmOff(DEAD))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not held to be dead");
    dying.die();
    agents.pass(200_000);
    dying.connect();
    agents.pass(3_000);

    assertThatThrownBy(() -> bench.manager.losses().confirmOff(DEAD))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void shouldNotLetAWordCountForALaterDeath() {
    runForAWhile();
    dying.die();
    agents.pass(200_000);
    agents.refuses = what -> what.contains("BOOT");
    bench.manager.losses().confirmOff(DEAD);
    agents.pass(5_000);
    dying.burn("etch-1-1", 0.1);
    dying.connect();
    agents.pass(20_000);
    agents.refuses = what -> false;
    dying.die();
    agents.pass(300_000);

    assertThat(agents.booted).isEmpty();
    assertThat(loss().off()).isFalse();
  }

  @Test
  void shouldSettleABootAfterARestartInsteadOfOrderingItAgain() {
    fence();
    runForAWhile();
    agents.losesAnswer = what -> what.contains("BOOT");
    dying.die();
    agents.pass(140_000);
    assertThat(agents.booted).hasSize(1);
    restart();
    agents.losesAnswer = what -> false;
    agents.pass(300_000);

    assertThat(agents.booted).containsExactlyInAnyOrder("etch-1-1", "etch-1-2");
    assertThat(agents.orders).filteredOn(order -> order.contains(" BOOT ")).hasSize(2);
  }

  @Test
  void shouldRepairAHostThatDiedWhileNoManagerRan() {
    fence();
    runForAWhile();
    dying.die();
    restart();
    agents.pass(300_000);

    assertThat(agents.booted).containsExactlyInAnyOrder("etch-1-1", "etch-1-2");
  }

  @Test
  void shouldBeginNothingThatItCannotWriteDown() {
    fence();
    runForAWhile();
    bench.journal.breaksOn = entry -> entry instanceof BootBegun;
    dying.die();
    agents.pass(300_000);

    assertThat(agents.booted).isEmpty();
    assertThat(told()).contains(NotificationTypes.LOSS_UNBOOTED);
  }

  @Test
  void shouldNotBootWhatDidNotRunOrIsSeenElsewhereOrCannotBeBooted() {
    fence();
    agents.unbootable.add("etch-1-2");
    dying.replace(Samples.domain("paused-1", 0, DomainState.PAUSED));
    dying.replace(Samples.domain("twin-1", 0.1));
    target.replace(Samples.domain("twin-1", 0, DomainState.PAUSED));
    runForAWhile();
    dying.die();
    agents.pass(300_000);

    assertThat(agents.booted).containsExactly("etch-1-1");
    assertThat(bench.manager.warnings().toString())
        .contains("etch-1-2 of a-204-02: cannot be repaired: its disk is a secret");
  }

  @Test
  void shouldTryAnotherTargetWhenOneRefuses() {
    fence();
    agents.host("a-204-04");
    agents.refuses = what -> what.startsWith("a-204-03 BOOT");
    runForAWhile();
    dying.die();
    agents.pass(300_000);

    assertThat(agents.booted).hasSize(2);
    assertThat(agents.placesOf("etch-1-1")).containsExactly("a-204-04");
  }

  @Test
  void shouldLeaveABootThatNobodyCanTellOfToAPersonAlsoAfterARestart() {
    fence();
    agents.undecided = what -> what.contains("etch-1-1");
    runForAWhile();
    dying.die();
    agents.pass(200_000);
    assertThat(loss().toDo()).singleElement().asString().contains("etch-1-1", "look there");
    agents.undecided = what -> false;
    restart();
    agents.pass(300_000);

    assertThat(agents.booted).containsExactly("etch-1-2");
    assertThat(loss().domains())
        .filteredOn(fate -> fate.fate() == Fate.REPAIR)
        .extracting(fate -> fate.domain())
        .containsExactly("etch-1-1");
    bench.manager.losses().dismiss(DEAD);
    agents.pass(200_000);
    assertThat(agents.booted).containsExactlyInAnyOrder("etch-1-1", "etch-1-2");
  }

  private List<String> elsewhere(FakeAgents.Host host) {
    return host.attendance.elsewhere().stream()
        .map(one -> one.domain() + " on " + one.host())
        .toList();
  }

  @Test
  void shouldTellAHostThatComesBackWhatTheClusterRunsElsewhereAlsoAfterARestart() {
    fence();
    runForAWhile();
    assertThat(elsewhere(dying)).isEmpty();
    dying.die();
    agents.pass(200_000);
    dying.connect();
    agents.pass(20_000);
    assertThat(elsewhere(dying)).containsExactly("etch-1-1 on a-204-03", "etch-1-2 on a-204-03");
    assertThat(elsewhere(target)).isEmpty();

    bench.journal.compact();
    restart();
    dying.connect();
    agents.pass(1_000);
    assertThat(elsewhere(dying)).containsExactly("etch-1-1 on a-204-03", "etch-1-2 on a-204-03");
    target.remove("etch-1-1");
    agents.pass(120_000);
    assertThat(elsewhere(dying)).containsExactly("etch-1-2 on a-204-03");
  }

  @Test
  void shouldTellTheLostHostWhileADomainOfItIsBeingBooted() {
    fence();
    agents.losesAnswer = what -> what.contains("BOOT");
    runForAWhile();
    dying.die();
    agents.pass(140_000);
    target.remove("etch-1-1");
    target.remove("etch-1-2");
    target.lose();
    dying.connect();
    agents.pass(12_000);

    assertThat(elsewhere(dying)).singleElement().asString().endsWith(" on a-204-03");
  }

  @Test
  void shouldTellTheSourceOfAMigrationWhereTheDomainIs() {
    runForAWhile();
    bench.manager.migrate("etch-1-1", "a-204-03", "operator");
    agents.pass(30_000);
    assertThat(bench.lastMigration().phase()).isEqualTo(MigrationPhase.DONE);
    assertThat(elsewhere(dying)).containsExactly("etch-1-1 on a-204-03");

    bench.manager.migrate("etch-1-1", DEAD, "operator");
    agents.pass(30_000);
    assertThat(bench.lastMigration().phase()).isEqualTo(MigrationPhase.DONE);
    assertThat(elsewhere(dying)).isEmpty();
    assertThat(elsewhere(target)).containsExactly("etch-1-1 on " + DEAD);
  }

  @Test
  void shouldTellATargetThatItMayHaveHadADomainThatNoSampleEverShowedThere() {
    runForAWhile();
    bench.manager.migrate("etch-1-1", "a-204-03", "operator");
    for (int i = 0; !agents.placesOf("etch-1-1").equals(List.of("a-204-03")); i++) {
      assertThat(i).isLessThan(10_000);
      bench.loop.pass(1);
    }
    target.die();
    agents.pass(100_000);
    dying.burn("etch-1-1", 0.1);
    agents.pass(20_000);
    bench.manager.coordinator().statuses().stream()
        .filter(move -> move.phase() == MigrationPhase.REPAIR)
        .forEach(move -> bench.manager.repaired(move.id()));
    target.connect();
    agents.pass(30_000);

    assertThat(elsewhere(target)).containsExactly("etch-1-1 on " + DEAD);
    assertThat(elsewhere(dying)).isEmpty();
  }

  @Test
  void shouldTellOfHostsThatAreLeftAloneBecauseTooManyAreSilent() {
    fence();
    runForAWhile();
    dying.die();
    target.die();
    agents.pass(300_000);

    assertThat(power.asked).isEmpty();
    assertThat(bench.manager.warnings())
        .anySatisfy(
            line ->
                assertThat(line)
                    .contains("a-204-02 is silent; it had etch-1-1, etch-1-2. Nothing is done: ")
                    .contains("the network is suspected"))
        .anyMatch(line -> line.startsWith("a-204-03 is silent; it had sarge-1."));
  }

  @Test
  void shouldForgetTheLossWhenTheHostComesBackWithNothingOnIt() {
    fence();
    runForAWhile();
    dying.die();
    agents.pass(200_000);
    dying.connect();
    agents.pass(20_000);

    assertThat(bench.manager.losses().status(DEAD)).isEmpty();
    assertThat(told()).endsWith(NotificationTypes.LOSS_RETURNED);
    assertThat(bench.manager.warnings()).isEmpty();
    assertThat(agents.booted).hasSize(2);
  }

  @Test
  void shouldMakeARepairTaskOfACopyThatTheHostStartedAgain() {
    fence();
    runForAWhile();
    dying.die();
    agents.pass(200_000);
    dying.burn("etch-1-1", 0.1);
    dying.connect();
    agents.pass(20_000);

    assertThat(loss().back()).isTrue();
    assertThat(loss().toDo())
        .singleElement()
        .asString()
        .contains("etch-1-1 was booted on a-204-03 while a-204-02 was off")
        .contains("take it out of xendomains");
    assertThat(agents.placesOf("etch-1-1")).containsExactly(DEAD, "a-204-03");
    dying.remove("etch-1-1");
    agents.pass(20_000);
    assertThat(bench.manager.losses().status(DEAD)).isEmpty();
  }

  @Test
  void shouldLeaveAHostAloneThatIsBackBeforeItIsHeldToBeDead() {
    fence();
    runForAWhile();
    dying.lose();
    agents.pass(60_000);
    dying.connect();
    agents.pass(300_000);

    assertThat(power.asked).isEmpty();
    assertThat(agents.booted).isEmpty();
    assertThat(told()).isEmpty();
  }

  @Test
  void shouldLeaveAHostInMaintenanceAlone() {
    fence();
    dying.state = HostState.MAINTENANCE;
    runForAWhile();
    dying.die();
    agents.pass(300_000);

    assertThat(power.asked).isEmpty();
    assertThat(agents.booted).isEmpty();
  }

  @Test
  void shouldNotFenceWhenItHearsNobody() {
    fence();
    runForAWhile();
    dying.lose();
    target.lose();
    agents.pass(300_000);

    assertThat(power.asked).isEmpty();
    assertThat(agents.booted).isEmpty();
  }

  @Test
  void shouldLeaveADomainToItsMigrationWhileThatHasNotEnded() {
    fence();
    runForAWhile();
    bench.manager.migrate("etch-1-1", "a-204-03", "operator");
    agents.pass(100);
    dying.die();
    agents.pass(300_000);

    MigrationPhase end = bench.lastMigration().phase();
    boolean booted = agents.booted.contains("etch-1-1");
    assertThat(end.isFinal()).isTrue();
    assertThat(booted).isEqualTo(end != MigrationPhase.REPAIR);
    assertThat(agents.booted).contains("etch-1-2");
  }

  @Test
  void shouldSurviveAFenceThatThrows() {
    bench.fences.add(
        new Fences.Service(
            1,
            0,
            new Fence() {
              @Override
              public String description() {
                return "broken";
              }

              @Override
              public FenceResult fence(String host) {
                throw new CompletionException("broken", null);
              }
            }));
    runForAWhile();
    dying.die();
    agents.pass(300_000);

    assertThat(agents.booted).isEmpty();
    assertThat(loss().fencing()).contains("it threw");
  }
}
