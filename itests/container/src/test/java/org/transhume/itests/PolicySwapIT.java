// SPDX-License-Identifier: Apache-2.0
package org.transhume.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.management.Notification;
import javax.management.ObjectName;
import org.junit.After;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.Test;
import org.transhume.api.model.MigrationPhase;
import org.transhume.api.model.Mode;
import org.transhume.api.mx.CanaryReport;
import org.transhume.api.mx.DecisionSummary;
import org.transhume.api.mx.DecisionsMXBean;
import org.transhume.api.mx.ManagerMXBean;
import org.transhume.api.mx.MigrationMXBean;
import org.transhume.api.mx.NotificationTypes;
import org.transhume.api.mx.ObjectNames;
import org.transhume.api.mx.PolicyMXBean;
import org.transhume.api.mx.ProbeMXBean;

/**
 * An operator tries newer plug-ins in the running cluster and takes them back, and lets policies
 * move domains and power hosts by themselves for a while.
 */
public class PolicySwapIT {

  private static final String BUNDLE = "org.transhume.policy.hotspot";
  private static final String NEWER = "99.0.0";
  private static final String CANARY = "98.0.0";

  /** Below the canary's: what is not above a version that has served needs no trial any more. */
  private static final String RESTLESS = "97.0.0";

  private static final Pattern HOT_ROUNDS = Pattern.compile(Demo.HOT_HOST + "=(\\d+)");

  /** More rounds than pass between a jar's arrival and the first look at who serves. */
  private static final long MANY_ROUNDS = 80;

  /** How long after a bundle's change its MBean may tell something else. */
  private static final long SECOND = 1_000;

  private static Demo demo;

  @BeforeClass
  public static void startDemo() throws IOException {
    demo = new Demo("policy-swap", Demo.SPARE);
    demo.configureManager(
        Demo.ENDPOINT, "coolDownMillis = 0", "settleMillis = 0", "spareHostsOn = 0");
    demo.start();
  }

  @After
  public void letPoliciesAdviseOnly() {
    demo.manager().setMode(Mode.ADVISE);
    demo.hotspot().setMode(Mode.ADVISE);
    demo.hotspot().setCanaryRounds(0);
    demo.hotspot().setMoveBound(0);
  }

  @AfterClass
  public static void endDemo() throws InterruptedException {
    demo.close();
  }

  @Test
  public void shouldHandModeAndStateToTheHigherVersionAndBackWhileADomainMoves() throws Exception {
    String shipped = demo.hotspot().getVersion();
    demo.hotspot().setMode(Mode.AUTOMATIC);
    demo.hotspot().setParameter("patienceRounds", 7);
    demo.heat();
    Await.until("hotspot has seen the heat for long", () -> hotRounds() >= MANY_ROUNDS);
    List<Notification> told = demo.operator().listen(ObjectNames.manager());

    String id = demo.manager().migrate(Demo.TRAVELLER, Demo.TO);
    MigrationMXBean migration = demo.migration(id);
    Await.until("memory is being sent", () -> migration.getPhase() == MigrationPhase.SENDING);
    long before = hotRounds();
    Path dropped =
        demo.instance().drop(Renumbered.jar(Containers.bundle(BUNDLE), NEWER), "hotspot.jar");
    Await.until("the higher version serves", () -> serves(NEWER));
    assertInherited(before);
    assertThat(demo.hotspot().getOtherVersions()).containsExactly(shipped);
    assertThat(migration.getPhase()).isEqualTo(MigrationPhase.SENDING);

    long meanwhile = hotRounds();
    Files.delete(dropped);
    Await.until("the shipped version serves again", () -> serves(shipped));
    assertInherited(meanwhile);
    assertThat(demo.hotspot().getOtherVersions()).isEmpty();
    assertThat(migration.getPhase()).isEqualTo(MigrationPhase.SENDING);

    demo.awaitArrival(migration);
    assertThat(migration.getOutcomeReasons()).isEmpty();
    assertThat(told)
        .filteredOn(heard -> heard.getType().equals(NotificationTypes.POLICY_SWAPPED))
        .hasSize(2);
  }

  @Test
  public void shouldLetANewerVersionDecideBesideTheOtherUntilItIsPromotedAndSetItBack()
      throws Exception {
    String shipped = demo.hotspot().getVersion();
    demo.hotspot().setCanaryRounds(-1);
    Path dropped =
        demo.instance().drop(Renumbered.jar(Containers.bundle(BUNDLE), CANARY), "canary.jar");
    Await.until("the canary has decided", () -> agreesFor(1));
    assertThat(demo.hotspot().getVersion()).isEqualTo(shipped);

    demo.hotspot().promote(CANARY);
    Await.until("the canary serves", () -> serves(CANARY));
    assertThat(demo.hotspot().getCanary()).isNull();
    demo.hotspot().setBack();
    Await.until("the shipped version serves again", () -> serves(shipped));
    assertThat(demo.hotspot().getBarredVersions()).containsKey(CANARY);
    assertThat(demo.manager().getWarnings()).anyMatch(line -> line.contains("was set back"));

    Files.delete(dropped);
    Await.until("nothing is left of it", () -> demo.manager().getWarnings().isEmpty());
  }

  @Test
  public void shouldSetAPromotedVersionBackThatWantsToMoveMoreThanItsBound() throws Exception {
    String shipped = demo.hotspot().getVersion();
    demo.hotspot().setCanaryRounds(-1);
    demo.hotspot().setMoveBound(1);
    demo.hotspot().setMoveWindowMillis(600_000);
    Path dropped =
        demo.instance().drop(Renumbered.jar(Containers.bundle(BUNDLE), RESTLESS), "restless.jar");
    Await.until("the version is there and promoted", () -> promoted(RESTLESS));
    ProbeMXBean cpu =
        demo.operator().bean(ObjectNames.probe(Demo.HOT_HOST, "cpu"), ProbeMXBean.class);
    cpu.setLowThreshold(0.3);
    cpu.setHighThreshold(0.4); // each of the two domains alone is more
    demo.heat();
    demo.hotspot().setMode(Mode.AUTOMATIC);
    demo.manager().setMode(Mode.AUTOMATIC);

    Await.until("it is set back", () -> serves(shipped));
    assertThat(demo.hotspot().getBarredVersions())
        .containsEntry(
            RESTLESS, "it has begun 1 migrations within 600 s, of at most 1, and wanted another");
    assertThat(demo.manager().getWarnings())
        .anyMatch(line -> line.contains("policy hotspot " + RESTLESS + " was set back"));
    assertThat(demo.hotspot().getMode()).isEqualTo(Mode.AUTOMATIC);
    Await.until("the shipped version goes on", () -> begunBy(shipped).size() == 1);
    assertThat(begunBy(RESTLESS)).hasSize(1);

    letPoliciesAdviseOnly();
    cpu.setHighThreshold(0.8);
    cpu.setLowThreshold(0.6);
    Files.delete(dropped);
    Await.until("nothing is left of it", () -> demo.manager().getWarnings().isEmpty());
    for (String version : List.of(RESTLESS, shipped)) {
      MigrationMXBean moved = demo.migration(begunBy(version).get(0));
      assertThat(moved.getRequestedBy()).isEqualTo("policy hotspot");
      demo.takeBack(moved);
    }
  }

  private boolean promoted(String version) {
    demo.hotspot().promote(version);
    return serves(version);
  }

  /** Ids of the migrations that decisions of that version have begun. */
  private static List<String> begunBy(String version) {
    return ofHotspot()
        .filter(decision -> decision.version().equals(version))
        .flatMap(decision -> decision.migrations().stream())
        .toList();
  }

  @Test
  public void shouldPowerAnIdleHostDownAndUpForAnOperatorAndForAPolicy() throws Exception {
    SpareHost spare = new SpareHost(demo);
    ManagerMXBean manager = demo.manager();
    assertThatThrownBy(() -> manager.powerOff(Demo.HOT_HOST))
        .hasMessageContaining(Demo.HOT_HOST + " still has etch-1-1, etch-1-2");
    assertThatThrownBy(() -> manager.powerOn(Demo.SPARE))
        .hasMessageContaining(Demo.SPARE + " is on: its agent answers");

    assertThat(manager.powerOff(Demo.SPARE)).endsWith(Demo.SPARE + " goes down");
    spare.awaitDown("operator: wanted by an operator");
    assertThatThrownBy(() -> manager.powerOff(Demo.SPARE))
        .hasMessageContaining(Demo.SPARE + " is powered down already");
    assertThat(manager.powerOn(Demo.SPARE)).endsWith(Demo.SPARE + " comes up");
    spare.awaitUp();

    PolicyMXBean consolidate = demo.policy("consolidate");
    consolidate.setParameter("learningMinutes", 10_000); // until then it moves nothing
    consolidate.setParameter("highPercent", 100);
    consolidate.setParameter("idleMinutes", 0);
    consolidate.setParameter("spareHosts", 0);
    consolidate.setMode(Mode.AUTOMATIC);
    manager.setMode(Mode.AUTOMATIC);
    spare.awaitDown("policy consolidate: " + Demo.SPARE + " has been empty for");
    consolidate.setParameter("spareHosts", 4);
    spare.awaitTold(
        "OFF for operator",
        "ON for operator",
        "OFF for policy consolidate",
        "ON for policy consolidate");
    consolidate.setMode(Mode.ADVISE);
    spare.awaitAgent();
    assertThat(manager.getWarnings()).isEmpty();
  }

  @Test
  public void shouldDecideAgainToTheSameBytesOnWhatWasRecorded() throws Exception {
    demo.heat();
    Await.until("a decision of hotspot is recorded", () -> ofHotspot().count() > 0);
    String id = ofHotspot().map(DecisionSummary::id).findFirst().orElseThrow();

    assertThat(decisions().read(id)).contains("\"hotspot\"").contains(Demo.HOT_HOST);
    assertThat(decisions().replay(id).same()).isTrue();
  }

  private static DecisionsMXBean decisions() {
    return demo.operator().bean(ObjectNames.decisions(), DecisionsMXBean.class);
  }

  /** Other policies decide beside it. */
  private static Stream<DecisionSummary> ofHotspot() {
    return decisions().getLatest().stream().filter(one -> one.policy().equals("hotspot"));
  }

  private static boolean agreesFor(int rounds) {
    CanaryReport canary = demo.hotspot().getCanary();
    return canary != null && canary.version().equals(CANARY) && canary.agreeing() >= rounds;
  }

  @Test
  public void shouldShowAProbeWithinASecondOfItsBundlesChange() throws Exception {
    ObjectName name = ObjectNames.probe(Demo.HOT_HOST, "pulse");
    ProbeMXBean probe = demo.operator().bean(name, ProbeMXBean.class);
    assertThat(demo.operator().sees(name)).isFalse();

    Path dropped = demo.instance().drop(PluginJar.of(PulseProbe.class, "1.0.0"), "pulse.jar");
    awaitWithinASecond("the probe is there", () -> probe.getVersion().equals("1.0.0"));
    Await.until("it measures", () -> probe.getReadings().equals(Map.of(Demo.HOT_HOST, 0.5)));
    probe.setHighThreshold(0.9);

    demo.instance().drop(PluginJar.of(PulseProbe.class, "2.0.0"), "pulse.jar");
    awaitWithinASecond("the other version is there", () -> probe.getVersion().equals("2.0.0"));
    assertThat(probe.getHighThreshold()).isEqualTo(0.9);

    Files.delete(dropped);
    awaitWithinASecond("the probe is gone", () -> !demo.operator().sees(name));
  }

  /**
   * Awaits what a bundle's change leads to. The first question that is answered so has to be asked
   * within a second of when the bundle says that it changed.
   */
  private static void awaitWithinASecond(String what, Callable<Boolean> condition)
      throws IOException {
    AtomicLong asked = new AtomicLong();
    Await.until(
        what,
        () -> {
          asked.set(System.currentTimeMillis());
          return condition.call();
        });
    Path changed = demo.instance().data().resolve(PulseProbe.CHANGED);
    assertThat(asked.get() - Long.parseLong(Files.readString(changed)))
        .as("milliseconds from the bundle's change until %s", what)
        .isLessThanOrEqualTo(SECOND);
  }

  /** Mode and parameter as the operator set them, and a count that goes on where it was. */
  private void assertInherited(long rounds) {
    assertThat(demo.hotspot().getMode()).isEqualTo(Mode.AUTOMATIC);
    assertThat(demo.hotspot().getParameters())
        .filteredOn(parameter -> parameter.name().equals("patienceRounds"))
        .extracting(parameter -> parameter.value())
        .containsExactly(7.0);
    assertThat(hotRounds()).isGreaterThanOrEqualTo(rounds);
  }

  private boolean serves(String version) {
    return demo.hotspot().getVersion().equals(version);
  }

  /** In how many rounds running the policy remembers to have seen the hot host hot. */
  private long hotRounds() {
    Matcher rounds = HOT_ROUNDS.matcher(demo.hotspot().getState().getOrDefault("hotRounds", ""));
    return rounds.find() ? Long.parseLong(rounds.group(1)) : 0;
  }
}
