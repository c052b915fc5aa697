// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import javax.management.JMX;
import javax.management.Notification;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.transhume.agent.internal.watch.ProbeDefinition;
import org.transhume.agent.internal.watch.ProbeParameters;
import org.transhume.api.model.ThresholdLevel;
import org.transhume.api.model.ThresholdState;
import org.transhume.api.mx.HostSample;
import org.transhume.api.mx.NotificationPayload;
import org.transhume.api.mx.NotificationTypes;
import org.transhume.api.mx.ObjectNames;
import org.transhume.api.mx.ProbeEvent;
import org.transhume.api.mx.ProbeMXBean;
import org.transhume.spi.probe.Probe;
import org.transhume.spi.probe.ProbeResult;
import org.transhume.spi.probe.Reading;
import org.transhume.spi.probe.Subject;

@Timeout(120)
class ProbesOnAgentTest {

  private static final String HOST = "a-204-02";
  private static final ProbeParameters QUICK = new ProbeParameters(200, 0.8, 0.6, 0);

  @TempDir Path data;

  private final FakeHost host = new FakeHost(HOST);
  private final Map<String, ProbeDefinition> serving = new TreeMap<>();
  private volatile double value = 0.5;
  private AgentBench bench;

  @BeforeEach
  void start() throws Exception {
    host.add("u", "etch-1-1");
    bench = new AgentBench(host, data).awaitSample();
    serve("steady", "1.0.0", input -> reading(Subject.host(HOST), value));
  }

  @AfterEach
  void stop() {
    bench.close();
  }

  private static ProbeResult reading(Subject subject, double value) {
    return ProbeResult.of(new Reading(subject, value));
  }

  private void serve(String name, String version, Probe probe) {
    serving.put(name, new ProbeDefinition(name, version, "share", Subject.Kind.HOST, QUICK, probe));
    bench.agent.serve(Map.copyOf(serving));
    AgentBench.await(
        "probe " + name + " " + version + " serves",
        () ->
            bench.registered(ObjectNames.probe(HOST, name))
                && bean(name).getVersion().equals(version));
  }

  private ProbeMXBean bean(String name) {
    return JMX.newMXBeanProxy(bench.server, ObjectNames.probe(HOST, name), ProbeMXBean.class);
  }

  private ProbeEvent event(String type, String probe) {
    Notification notification =
        bench.awaitNotification(
            type,
            n ->
                NotificationPayload.fromOpenData(n.getUserData(), ProbeEvent.class)
                    .probe()
                    .equals(probe));
    return NotificationPayload.fromOpenData(notification.getUserData(), ProbeEvent.class);
  }

  private void awaitSteadyGoesOn() {
    long before = bean("steady").getMeasuredAtEpochMillis();
    AgentBench.await(
        "the other probe goes on", () -> bean("steady").getMeasuredAtEpochMillis() > before);
  }

  @Test
  void shouldShowReadingsAndCrossedThresholds() {
    AgentBench.await("a reading", () -> bean("steady").getReadings().containsKey(HOST));
    assertThat(bean("steady").getHealth()).isEqualTo("OK");
    assertThat(bench.bean().getProbes()).containsExactly("steady");

    value = 0.9;
    ProbeEvent high = event(NotificationTypes.PROBE_HIGH, "steady");
    assertThat(high.value()).isEqualTo(0.9);
    assertThat(high.threshold()).isEqualTo(0.8);
    assertThat(high.subject()).isEqualTo(HOST);

    value = 0.5;
    assertThat(event(NotificationTypes.PROBE_NORMAL, "steady").threshold()).isEqualTo(0.6);
  }

  @Test
  void shouldSendTheSampleBeforeTheEventOfTheSameLook() {
    value = 0.9;
    ProbeEvent high = event(NotificationTypes.PROBE_HIGH, "steady");
    List<Notification> heard = bench.heard;
    int of = -1;
    for (int i = 0; i < heard.size() && of < 0; i++) {
      of = heard.get(i).getType().equals(NotificationTypes.PROBE_HIGH) ? i : -1;
    }
    HostSample sample =
        heard.subList(0, of).stream()
            .filter(n -> n.getType().equals(NotificationTypes.HOST_SAMPLE))
            .reduce((first, second) -> second)
            .map(n -> NotificationPayload.fromOpenData(n.getUserData(), HostSample.class))
            .orElseThrow();

    assertThat(sample.atEpochMillis()).isEqualTo(high.atEpochMillis());
    assertThat(sample.thresholds())
        .extracting(ThresholdState::probe, ThresholdState::level)
        .containsExactly(org.assertj.core.groups.Tuple.tuple("steady", ThresholdLevel.HIGH));
  }

  @Test
  void shouldTurnAThrowingProbeIntoAFailedReadingAndGoOn() {
    serve(
        "broken",
        "1.0.0",
        input -> {
          throw new AssertionError("bad day");
        });

    ProbeEvent failed = event(NotificationTypes.PROBE_FAILED, "broken");

    assertThat(failed.detail()).contains("bad day");
    assertThat(failed.level()).isEqualTo(ThresholdLevel.FAILED);
    assertThat(bean("broken").getHealth()).contains("bad day");
    awaitSteadyGoesOn();
    assertThat(
            bench.heard.stream()
                .filter(n -> n.getType().equals(NotificationTypes.PROBE_FAILED))
                .map(n -> NotificationPayload.fromOpenData(n.getUserData(), ProbeEvent.class))
                .filter(event -> event.probe().equals("broken"))
                .count())
        .as("told once, not each period")
        .isEqualTo(1);
  }

  @Test
  void shouldNotMultiplyTheThreadOfAProbeThatHangs() {
    CountDownLatch never = new CountDownLatch(1);
    AtomicInteger calls = new AtomicInteger();
    serve(
        "hanging",
        "1.0.0",
        input -> {
          calls.incrementAndGet();
          awaitStubbornly(never);
          return reading(Subject.host(HOST), 0);
        });

    assertThat(event(NotificationTypes.PROBE_FAILED, "hanging").detail())
        .contains("did not answer within 200 ms");
    AgentBench.await(
        "its MBean says so", () -> bean("hanging").getHealth().contains("still hangs"));
    awaitSteadyGoesOn();
    assertThat(calls).hasValue(1);

    never.countDown();
    AgentBench.await("it measures again", () -> bean("hanging").getHealth().equals("OK"));
  }

  private static void awaitStubbornly(CountDownLatch latch) {
    boolean done = false;
    while (!done) {
      try {
        latch.await();
        done = true;
      } catch (InterruptedException e) {
        // A probe that hangs for good does not listen to this.
        done = latch.getCount() == 0;
      }
    }
  }

  @Test
  void shouldRefuseReadingsOfWhatIsNotHere() {
    serve("confused", "1.0.0", input -> reading(Subject.domain("nobody"), 1));
    serve("silent", "1.0.0", input -> null);
    serve(
        "double",
        "1.0.0",
        input ->
            ProbeResult.of(new Reading(Subject.host(HOST), 1), new Reading(Subject.host(HOST), 2)));

    assertThat(event(NotificationTypes.PROBE_FAILED, "confused").detail()).contains("nobody");
    assertThat(event(NotificationTypes.PROBE_FAILED, "silent").detail()).contains("nothing");
    assertThat(event(NotificationTypes.PROBE_FAILED, "double").detail()).contains("two readings");
    awaitSteadyGoesOn();
  }

  @Test
  void shouldKeepAnOperatorsParametersForWhateverVersionServes() {
    bean("steady").setHighThreshold(0.95);
    bean("steady").setHoldMillis(5000);

    serve("steady", "2.0.0", input -> reading(Subject.host(HOST), value));

    assertThat(bean("steady").getHighThreshold()).isEqualTo(0.95);
    assertThat(bean("steady").getHoldMillis()).isEqualTo(5000);
    assertThatThrownBy(() -> bean("steady").setHighThreshold(0.1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0.1");
  }

  @Test
  void shouldKeepAnOperatorsParametersOverARestart() throws Exception {
    bean("steady").setHighThreshold(0.95);
    bean("steady").setPeriodMillis(300);
    bench.close();

    bench = new AgentBench(host, data).awaitSample();
    serve("steady", "1.0.0", input -> reading(Subject.host(HOST), value));

    assertThat(bean("steady").getHighThreshold()).isEqualTo(0.95);
    assertThat(bean("steady").getPeriodMillis()).isEqualTo(300);
    assertThat(bean("steady").getLowThreshold()).isEqualTo(QUICK.lowThreshold());
  }

  @Test
  void shouldRemoveTheMBeanWithTheProbe() {
    serving.clear();
    bench.agent.serve(Map.of());

    AgentBench.await(
        "the MBean is gone", () -> !bench.registered(ObjectNames.probe(HOST, "steady")));
    assertThat(bench.bean().getProbes()).isEmpty();
  }

  @Test
  void shouldMeasureNowForAnOperator() {
    AgentBench.await("a reading", () -> bean("steady").getReadings().containsKey(HOST));
    value = 0.42;

    AgentBench.await("the new value", () -> bean("steady").sample().get(HOST) == 0.42);
  }
}
