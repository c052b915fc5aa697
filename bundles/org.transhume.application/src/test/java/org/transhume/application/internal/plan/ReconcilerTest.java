// SPDX-License-Identifier: Apache-2.0
package org.transhume.application.internal.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.transhume.api.model.DomainState;
import org.transhume.api.model.Explanation;
import org.transhume.api.mx.DeedState;
import org.transhume.api.mx.ReplicaState;
import org.transhume.api.mx.WrapperDeed;
import org.transhume.api.mx.WrapperPhase;
import org.transhume.application.internal.descriptor.DescriptorReader;
import org.transhume.application.internal.descriptor.Replica;
import org.transhume.spi.wrapper.WrapperHealth;

/** One look at a time, without a cluster. */
class ReconcilerTest {

  private static final long NOW = 10_000_000;
  private static final Replica ONE = new Replica("shop", "clerk", 1);
  private static final String DESCRIPTOR =
      """
      application = shop
      template.small.memory = 64
      component.clerk.template = small
      component.clerk.wrapper = clerk
      component.clerk.maximum = 3
      component.clerk.setting.tray = /tmp/{domain}
      """;
  private static final Map<String, String> SETTINGS = Map.of("tray", "/tmp/shop-clerk-1");

  private final Map<String, Resident> residents = new HashMap<>();
  private final Map<String, String> unsure = new HashMap<>();
  private final Map<String, Attempt> attempts = new HashMap<>();
  private final List<Action> busy = new ArrayList<>();
  private Wish wish = wish(DESCRIPTOR);

  private static Wish wish(String descriptor) {
    return Wish.of(
        DescriptorReader.read("shop.cfg", descriptor).descriptor().orElseThrow(), "olga", NOW);
  }

  private Plan plan() {
    return Reconciler.plan(
        wish,
        new World(
            NOW,
            residents,
            unsure,
            Map.of("domain " + ONE.uuid() + " group shop.clerk", "application shop"),
            List.of("a-204-02", "a-204-03"),
            attempts,
            busy));
  }

  private void resident(DomainState state, WrapperDeed... deeds) {
    software(state, WrapperPhase.STARTED, WrapperHealth.FAILED, deeds);
  }

  private void software(
      DomainState state, WrapperPhase phase, WrapperHealth health, WrapperDeed... deeds) {
    residents.put(
        ONE.domain(),
        new Resident(
            ONE.uuid(),
            "a-204-02",
            state,
            false,
            NOW - 100_000,
            Optional.of(new Software(phase, health, "said so", NOW, SETTINGS, List.of(deeds)))));
  }

  private static WrapperDeed deed(String id, String operation, DeedState state, long agoMillis) {
    WrapperDeed begun = WrapperDeed.begun(id, operation, "a-204-02", NOW - agoMillis);
    return state == DeedState.RUNNING ? begun : begun.ended(state, "", NOW - agoMillis);
  }

  @Test
  void shouldStopWhatFailsUnderTheNextId() {
    resident(DomainState.RUNNING, deed("shop:clerk-1:7:start", "start", DeedState.DONE, 50_000));

    assertThat(plan().actions())
        .containsExactly(new Action.Stop(ONE, "clerk", "shop:clerk-1:8:halt"));
  }

  @Test
  void shouldNotJudgeByALookThatIsOlderThanTheLastDeed() {
    resident(DomainState.RUNNING, deed("shop:clerk-1:7:start", "start", DeedState.DONE, -1_000));

    assertThat(plan().actions()).isEmpty();
    assertThat(plan().replicas().get(0).state()).isEqualTo(ReplicaState.UNKNOWN);
  }

  @Test
  void shouldWaitForADeedOfAnybodyThatIsUnderWay() {
    resident(DomainState.RUNNING, deed("olgas", "note", DeedState.RUNNING, 1_000));

    assertThat(plan().actions()).isEmpty();
    assertThat(plan().replicas().get(0).reasons().toString()).contains("note is under way");
  }

  @Test
  void shouldGiveUpWhereItWasStartedThreeTimesInVain() {
    resident(
        DomainState.RUNNING,
        deed("shop:clerk-1:1:start", "start", DeedState.FAILED, 50_000),
        deed("shop:clerk-1:2:restart", "start", DeedState.DONE, 40_000),
        deed("shop:clerk-1:3:restart", "start", DeedState.UNKNOWN, 30_000));

    assertThat(plan().actions()).containsExactly(new Action.GiveUp(ONE, "a-204-02"));
    wish = wish.without(ONE, "a-204-03", NOW - 1_000);
    assertThat(plan().actions()).isEmpty();
    assertThat(plan().replicas().get(0).reasons().toString()).contains("look after its software");
  }

  @Test
  void shouldNotCountWhatHappenedBeforeTheDomainCame() {
    resident(
        DomainState.RUNNING,
        deed("shop:clerk-1:1:start", "start", DeedState.FAILED, 150_000),
        deed("shop:clerk-1:2:restart", "start", DeedState.FAILED, 140_000),
        deed("shop:clerk-1:3:restart", "start", DeedState.FAILED, 130_000));

    assertThat(plan().actions())
        .containsExactly(new Action.Stop(ONE, "clerk", "shop:clerk-1:4:halt"));
  }

  @Test
  void shouldCreateElsewhereWhatWasGivenUp() {
    wish = wish.without(ONE, "a-204-02", NOW - 1_000);

    assertThat(plan().actions())
        .singleElement()
        .isInstanceOfSatisfying(
            Action.Create.class, create -> assertThat(create.host()).isEqualTo("a-204-03"));
  }

  @Test
  void shouldRemoveADomainThatHasCrashedBeforeItCreatesItAnew() {
    resident(DomainState.CRASHED);

    assertThat(plan().actions()).containsExactly(new Action.StopDomain(ONE, true));
  }

  @Test
  void shouldLeaveAPausedDomainToWhoeverHasPausedIt() {
    resident(DomainState.PAUSED);

    assertThat(plan().actions()).isEmpty();
    assertThat(plan().replicas().get(0).reasons().toString()).contains("PAUSED", "unpause it");
  }

  @Test
  void shouldDoNothingForAReplicaOfWhichNobodyIsSure() {
    unsure.put(ONE.domain(), "it was seen a moment ago, and is not now");

    assertThat(plan().actions()).isEmpty();
    assertThat(plan().replicas().get(0).state()).isEqualTo(ReplicaState.UNKNOWN);
  }

  @Test
  void shouldBeginNothingForAReplicaThatIsBusy() {
    busy.add(new Action.StopDomain(ONE, false));

    assertThat(plan().actions()).isEmpty();
    assertThat(plan().replicas().get(0).doing()).isEqualTo("stops the domain shop-clerk-1");
  }

  @Test
  void shouldWaitAfterAFailureAndTellIt() {
    attempts.put(
        ONE.domain(),
        new Attempt(3, NOW - 1_000, List.of(Explanation.of("NO_ROOM", "no host has room"))));

    assertThat(plan().actions()).isEmpty();
    assertThat(plan().replicas().get(0).reasons().toString()).contains("no host has room");
    attempts.put(ONE.domain(), new Attempt(3, NOW - 60_000, List.of()));
    assertThat(plan().actions()).hasSize(1);
  }

  @Test
  void shouldStopBeforeItConfiguresWhereTheDescriptorSaysSo() {
    wish = wish(DESCRIPTOR.replace("/tmp/", "/srv/") + "component.clerk.update = restart\n");
    software(DomainState.RUNNING, WrapperPhase.STARTED, WrapperHealth.RUNNING);
    assertThat(plan().actions())
        .containsExactly(new Action.Stop(ONE, "clerk", "shop:clerk-1:1:stop"));

    software(
        DomainState.RUNNING,
        WrapperPhase.STOPPED,
        WrapperHealth.STOPPED,
        deed("shop:clerk-1:1:stop", "stop", DeedState.DONE, 1_000));
    assertThat(plan().actions())
        .containsExactly(
            new Action.Configure(
                ONE, "clerk", "shop:clerk-1:2:configure", Map.of("tray", "/srv/shop-clerk-1")));
  }

  @Test
  void shouldLetADomainGoWhoseSoftwareDoesNotLetItselfBeStopped() {
    wish = wish.departing();
    resident(
        DomainState.RUNNING,
        deed("shop:clerk-1:1:leave", "stop", DeedState.FAILED, 5_000),
        deed("shop:clerk-1:2:leave", "stop", DeedState.FAILED, 3_000));

    assertThat(plan().actions()).contains(new Action.StopDomain(ONE, false));
  }
}
