// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import javax.management.Notification;
import org.junit.jupiter.api.Test;
import org.transhume.api.model.ClusterSnapshot;
import org.transhume.api.model.Explanation;
import org.transhume.api.model.HostPower;
import org.transhume.api.model.HostSnapshot;
import org.transhume.api.model.HostState;
import org.transhume.api.model.Mode;
import org.transhume.api.model.PowerChange;
import org.transhume.api.model.PowerState;
import org.transhume.api.model.Proposal;
import org.transhume.api.model.Refusal;
import org.transhume.api.mx.NotificationTypes;
import org.transhume.manager.internal.journal.JournalEntry;
import org.transhume.manager.internal.journal.PowerEntry;
import org.transhume.manager.internal.journal.PowerEntry.HostPoweredDown;
import org.transhume.manager.internal.journal.PowerEntry.HostPoweredUp;
import org.transhume.spi.power.PowerResult;
import org.transhume.spi.power.PowerSwitch;

/** Hosts go down when they are empty and not needed, come up again, and are no lost hosts. */
class PowersTest {

  private final Bench bench = new Bench();
  private final FakeAgents agents = bench.agents;
  private final FakePolicy policy = new FakePolicy();
  private final Switch power = new Switch();
  private final Map<String, FakeAgents.Host> hosts = new HashMap<>();

  /** Takes every order, unless it is told otherwise, and cuts the agent off a moment later. */
  private final class Switch implements PowerSwitch {
    final List<String> orders = new ArrayList<>();
    boolean works = true;

    @Override
    public String description() {
      return "a switch";
    }

    @Override
    public PowerResult switchOn(String host) {
      orders.add(host + " on");
      return works ? PowerResult.ordered(host + " comes up") : PowerResult.failed("it is stuck");
    }

    @Override
    public PowerResult switchOff(String host) {
      orders.add(host + " off");
      if (works) {
        bench.loop.schedule(100, hosts.get(host)::die);
      }
      return works ? PowerResult.ordered(host + " goes down") : PowerResult.failed("it is stuck");
    }
  }

  /** One host with a domain, and that many empty ones. */
  private void cluster(int empty) {
    hosts.put("a", agents.host("a", Samples.domain("etch-1-1", 0.1)));
    for (int number = 1; number <= empty; number++) {
      hosts.put("b" + number, agents.host("b" + number));
    }
    bench.switches.add(new PowerSwitches.Service(1, 0, power));
    agents.connectAll();
    agents.pass(2_000);
  }

  private String failure(CompletionStage<String> deed) {
    List<String> failures = new ArrayList<>();
    deed.whenComplete(
        (text, failure) -> failures.add(failure == null ? "done: " + text : failure.getMessage()));
    agents.pass(5_000);
    assertThat(failures).hasSize(1);
    return failures.get(0);
  }

  private CompletionStage<String> off(String host) {
    return bench.manager.powerOff(host);
  }

  private static Proposal wish(PowerState wanted, String... names) {
    List<PowerChange> changes = new ArrayList<>();
    for (String name : names) {
      changes.add(new PowerChange(name, wanted, Explanation.of("TEST", name + " as wished")));
    }
    return new Proposal(List.of(), List.of(), List.of(), changes);
  }

  private List<String> refusals() {
    return bench.hotspot().lastProposal().refusals().stream()
        .map(Refusal::reason)
        .map(Explanation::code)
        .toList();
  }

  private ClusterSnapshot asked() {
    return policy.asked.get(policy.asked.size() - 1);
  }

  @Test
  void shouldCloseAHostAndHearItOnceMoreBeforeItGoesDown() {
    cluster(3);
    List<String> said = new ArrayList<>();
    off("b1").thenAccept(said::add);
    bench.loop.settle();

    assertThat(hosts.get("b1").state).isEqualTo(HostState.DRAINING);
    assertThat(power.orders).isEmpty();
    agents.pass(2_000);
    assertThat(power.orders).containsExactly("b1 off");
    assertThat(said).containsExactly("a switch: b1 goes down");
    assertThat(bench.manager.powers().lines())
        .containsExactly("b1: powered down by operator: wanted by an operator");
    assertThat(bench.notificationTypes()).contains(NotificationTypes.HOST_POWER);
  }

  @Test
  void shouldNotPowerDownAHostWithADomain() {
    cluster(3);

    assertThat(failure(off("a"))).isEqualTo("a is not powered down: a still has etch-1-1");
    assertThat(power.orders).isEmpty();
  }

  @Test
  void shouldNotPowerDownAHostThatGetsADomainMeanwhile() {
    cluster(3);
    CompletionStage<String> deed = off("b1");
    bench.loop.settle();
    hosts.get("b1").burn("sarge-1", 0.1);

    assertThat(failure(deed)).startsWith("b1 stays on: [b1 still has sarge-1");
    assertThat(power.orders).isEmpty();
    assertThat(hosts.get("b1").state).isEqualTo(HostState.ACTIVE);
  }

  @Test
  void shouldNotPowerDownTheEndsOfAMigration() {
    cluster(3);
    bench.manager.migrate("etch-1-1", "b1", "operator");
    bench.loop.settle();

    assertThat(failure(off("b1"))).contains("is from or to b1");
    assertThat(power.orders).isEmpty();
  }

  @Test
  void shouldLeaveTheLastHostsOn() {
    cluster(2);
    assertThat(failure(off("b1"))).startsWith("done");

    assertThat(failure(off("b2")))
        .isEqualTo(
            "b2 is not powered down: 1 hosts would be left that are on and heard; hostsOnAtLeast is"
                + " 2");
  }

  @Test
  void shouldCountHostsThatAreOnTheirWayDown() {
    cluster(2);
    off("b1");

    assertThat(failure(off("b2"))).contains("hostsOnAtLeast");
    assertThat(power.orders).containsExactly("b1 off");
  }

  @Test
  void shouldSayThatNoSwitchIsThere() {
    cluster(3);
    bench.switches.remove(1);

    assertThat(failure(off("b1"))).contains("no power switch is installed and configured");
  }

  @Test
  void shouldOpenTheHostAgainWhenTheSwitchFails() {
    cluster(3);
    power.works = false;

    assertThat(failure(off("b1"))).isEqualTo("b1 stays on: a switch: it is stuck");
    assertThat(hosts.get("b1").state).isEqualTo(HostState.ACTIVE);
    assertThat(bench.manager.powers().lines()).isEmpty();
    assertThat(bench.journal.opened().poweredDown()).isEmpty();
  }

  @Test
  void shouldLetAHostComeUpAndBeWhatItWas() {
    cluster(3);
    failure(off("b1"));
    assertThat(failure(bench.manager.powerOn("b1"))).isEqualTo("done: a switch: b1 comes up");
    hosts.get("b1").connect();
    agents.pass(1_000);

    assertThat(power.orders).containsExactly("b1 off", "b1 on");
    assertThat(hosts.get("b1").state).isEqualTo(HostState.ACTIVE);
    assertThat(bench.manager.powers().lines()).isEmpty();
  }

  @Test
  void shouldNotWakeAHostThatIsOnNorOneTwice() {
    cluster(3);
    assertThat(failure(bench.manager.powerOn("b1"))).contains("b1 is on: its agent answers");
    failure(off("b1"));
    failure(bench.manager.powerOn("b1"));

    assertThat(failure(bench.manager.powerOn("b1"))).contains("b1 was told to come up");
    assertThat(power.orders).containsExactly("b1 off", "b1 on");
  }

  @Test
  void shouldDoWhatAnAutomaticPolicyWants() {
    cluster(3);
    policy.wish =
        snapshot ->
            snapshot.host("b1").flatMap(HostSnapshot::power).isEmpty()
                ? wish(PowerState.OFF, "b1")
                : Proposal.EMPTY;
    bench.serve("1.0.0", policy);
    agents.pass(3_000);

    assertThat(power.orders).containsExactly("b1 off");
    assertThat(bench.manager.powers().lines())
        .containsExactly("b1: powered down by policy hotspot: b1 as wished");
    policy.wish = snapshot -> wish(PowerState.ON, "b1");
    agents.pass(6_000);
    assertThat(power.orders).containsExactly("b1 off", "b1 on");
  }

  @Test
  void shouldOnlyShowWhatAPolicyThatAdvisesWants() {
    cluster(3);
    bench.manager.policies().setMode(Mode.ADVISE);
    policy.wish = snapshot -> wish(PowerState.OFF, "b1");
    bench.serve("1.0.0", policy);
    agents.pass(6_000);

    assertThat(power.orders).isEmpty();
    assertThat(bench.hotspot().lastProposal().powerChanges())
        .extracting(PowerChange::host)
        .containsExactly("b1");
  }

  @Test
  void shouldKeepASpareHostFromPolicies() {
    cluster(3);
    policy.wish = snapshot -> wish(PowerState.OFF, "b1", "b2", "b3");
    bench.serve("1.0.0", policy);
    agents.pass(10_000);

    assertThat(power.orders).containsExactly("b1 off", "b2 off");
    assertThat(refusals()).contains("NO_SPARE");
  }

  @Test
  void shouldPowerNothingDownForPoliciesWhileTheyAreSuspended() {
    cluster(3);
    bench.manager.policies().suspend(600_000, "rolling update");
    policy.wish = snapshot -> wish(PowerState.OFF, "b1");
    bench.serve("1.0.0", policy);
    agents.pass(6_000);

    assertThat(power.orders).isEmpty();
    assertThat(refusals()).contains("SUSPENDED");
    assertThat(failure(off("b1"))).startsWith("done");
  }

  @Test
  void shouldLeaveToOperatorsWhatIsNotActive() {
    cluster(3);
    hosts.get("b1").state = HostState.MAINTENANCE;
    agents.pass(1_000);
    policy.wish = snapshot -> wish(PowerState.OFF, "b1");
    bench.serve("1.0.0", policy);
    agents.pass(6_000);

    assertThat(power.orders).isEmpty();
    assertThat(refusals()).contains("HOST_STATE");
  }

  @Test
  void shouldNotTakeAHostThatIsOffForALostOne() {
    cluster(3);
    failure(off("b1"));
    agents.pass(60_000);
    bench.serve("1.0.0", policy);

    assertThat(asked().losses()).isEmpty();
    HostSnapshot seen = asked().host("b1").orElseThrow();
    assertThat(seen.power().map(HostPower::state)).isEqualTo(Optional.of(PowerState.OFF));
    assertThat(seen.stale()).isTrue();
    assertThat(seen.state()).isEqualTo(HostState.ACTIVE);
  }

  @Test
  void shouldKnowAfterARestartWhatIsOff() {
    cluster(3);
    failure(off("b1"));
    bench.start();
    hosts.remove("b1");
    hosts.values().forEach(FakeAgents.Host::connect);
    agents.pass(20_000);
    bench.serve("1.0.0", policy);

    assertThat(bench.manager.powers().lines()).hasSize(1);
    HostSnapshot seen = asked().host("b1").orElseThrow();
    assertThat(seen.physicalCpus()).isEqualTo(2);
    assertThat(seen.power().map(HostPower::state)).isEqualTo(Optional.of(PowerState.OFF));
    assertThat(failure(bench.manager.powerOn("b1"))).startsWith("done");
  }

  @Test
  void shouldOpenAHostThatWasLostWhileItWasClosedAsSoonAsItIsBack() {
    cluster(3);
    CompletionStage<String> deed = off("b1");
    bench.loop.settle();
    hosts.get("b1").lose();
    assertThat(failure(deed)).contains("it was not heard again");
    hosts.get("b1").state = HostState.DRAINING;
    hosts.get("b1").connect();
    agents.pass(1_000);

    assertThat(power.orders).isEmpty();
    assertThat(hosts.get("b1").state).isEqualTo(HostState.ACTIVE);
  }

  @Test
  void shouldCallAPersonWhenAHostDoesNotComeUp() {
    cluster(3);
    failure(off("b1"));
    failure(bench.manager.powerOn("b1"));
    agents.pass(1_000_000);

    assertThat(bench.manager.warnings())
        .contains("b1 was told to come up and is not heard: look after it");
  }

  @Test
  void shouldTellByOpenTypesWhatHappens() {
    cluster(3);
    failure(off("b1"));

    Notification told =
        bench.notifications.stream()
            .filter(one -> one.getType().equals(NotificationTypes.HOST_POWER))
            .findFirst()
            .orElseThrow();
    assertThat(told.getUserData().toString()).contains("b1", "OFF", "operator");
  }

  @Test
  void shouldReadFromTheJournalWhatItHasWritten() {
    List<PowerEntry> entries =
        List.of(
            new HostPoweredDown(
                "b1", "operator", "a test", HostState.ACTIVE, 4, 8L << 30, 2600.0, 17),
            new HostPoweredUp("b1"));

    assertThat(entries)
        .allSatisfy(entry -> assertThat(JournalEntry.fromWords(entry.toWords())).isEqualTo(entry));
  }
}
