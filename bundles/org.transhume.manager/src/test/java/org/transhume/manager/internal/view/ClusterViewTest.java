// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.transhume.api.model.ClusterSnapshot;
import org.transhume.api.model.DomainState;
import org.transhume.api.model.DomainType;
import org.transhume.api.model.Explanation;
import org.transhume.api.model.HostState;
import org.transhume.api.model.ThresholdLevel;
import org.transhume.api.mx.Attendance;
import org.transhume.api.mx.DomainSample;
import org.transhume.api.mx.HostSample;
import org.transhume.api.mx.MigrationOrder;
import org.transhume.api.mx.ProbeEvent;
import org.transhume.api.mx.StepResult;
import org.transhume.api.mx.StreamTicket;
import org.transhume.manager.internal.AgentPort;
import org.transhume.manager.internal.OpenRequest;
import org.transhume.manager.internal.Samples;
import org.transhume.manager.internal.SideReport;
import org.transhume.migration.manager.OrderKind;

class ClusterViewTest {

  private final ClusterView view = new ClusterView(10_000);

  @Test
  void shouldShowHostsAndDomainsAsTheAgentsToldThem() {
    Agent agent = connect("a");
    agent.tell(1, Samples.host("a", 100, 0.5, List.of(Samples.domain("etch", 0.9))));
    ClusterSnapshot snapshot = snapshot(2);

    assertThat(snapshot.host("a").orElseThrow().stale()).isFalse();
    assertThat(snapshot.host("a").orElseThrow().cpuLoad()).hasValue(0.5);
    assertThat(snapshot.domainsOn("a"))
        .singleElement()
        .satisfies(
            domain -> {
              assertThat(domain.name()).isEqualTo("etch");
              assertThat(domain.demand()).hasValue(0.9);
            });
  }

  @Test
  void shouldMarkAHostStaleThatWasConnectedAndSaidNothing() {
    connect("a");

    assertThat(staleCode(0, "a")).isEqualTo("NO_SAMPLE");
    assertThat(snapshot(0).host("a").orElseThrow().stale()).isTrue();
  }

  @Test
  void shouldMarkAHostStaleWhenItFallsSilentAndFreshWhenItSpeaksAgain() {
    Agent agent = connect("a");
    agent.tell(0, Samples.host("a", 100, 0.5, List.of()));
    assertThat(snapshot(10_000).host("a").orElseThrow().stale()).isFalse();
    assertThat(staleCode(10_001, "a")).isEqualTo("SILENT");

    agent.tell(10_002, Samples.host("a", 200, 0.5, List.of()));
    assertThat(snapshot(10_003).host("a").orElseThrow().stale()).isFalse();
  }

  @Test
  void shouldKeepALostHostAndMarkItStale() {
    Agent agent = connect("a");
    agent.tell(0, Samples.host("a", 100, 0.5, List.of(Samples.domain("etch", 0.9))));
    snapshot(1);
    view.lost(agent, "connection reset");

    assertThat(staleCode(2, "a")).isEqualTo("LOST");
    assertThat(snapshot(2).domainsOn("a")).hasSize(1);
    assertThat(view.agent("a")).isEmpty();
  }

  @Test
  void shouldNotLoseAHostByTheLateEndOfItsOldConnection() {
    Agent old = connect("a");
    Agent fresh = connect("a");
    view.lost(old, "closed");

    assertThat(view.agent("a")).contains(fresh);
  }

  static Stream<Arguments> absurdities() {
    return Stream.of(
        Arguments.of("cpuLoad", with(1.06, 2, 4L << 30, 1L << 30, 0.1)),
        Arguments.of("cpuLoad", with(-0.1, 2, 4L << 30, 1L << 30, 0.1)),
        Arguments.of("cpuLoad", with(Double.NaN, 2, 4L << 30, 1L << 30, 0.1)),
        Arguments.of("physicalCpus", with(0.5, 0, 4L << 30, 1L << 30, 0.1)),
        Arguments.of("freeMemoryBytes", with(0.5, 2, 4L << 30, 5L << 30, 0.1)),
        Arguments.of("freeMemoryBytes", with(0.5, 2, 4L << 30, -1, 0.1)),
        Arguments.of("totalMemoryBytes", with(0.5, 2, 0, 0, 0.1)),
        Arguments.of("etch.cpuLoad", with(0.5, 2, 4L << 30, 1L << 30, 1.2)));
  }

  @ParameterizedTest
  @MethodSource("absurdities")
  void shouldNotBelieveAbsurdData(String what, HostSample sample) {
    Agent agent = connect("a");
    agent.tell(1, sample);

    assertThat(snapshot(2).host("a").orElseThrow().stale()).isTrue();
    Explanation reason = view.staleHosts(2).get("a");
    assertThat(reason.code()).isEqualTo("ABSURD_DATA");
    assertThat(reason.operands()).containsEntry("what", what);
  }

  @Test
  void shouldNotBelieveAClockThatRunsBackwardsUntilItRunsForwardsAgain() {
    Agent agent = connect("a");
    agent.tell(1, Samples.host("a", 5_000, 0.5, List.of()));
    snapshot(1);
    agent.tell(2, Samples.host("a", 4_000, 0.5, List.of()));
    snapshot(2);
    assertThat(view.staleHosts(2).get("a").text()).contains("clock ran backwards");

    agent.tell(3, Samples.host("a", 4_500, 0.5, List.of()));
    assertThat(snapshot(3).host("a").orElseThrow().stale()).isFalse();
  }

  @Test
  void shouldNotBelieveAnAgentThatSpeaksOfAnotherHost() {
    connect("a").tell(1, Samples.host("b", 100, 0.5, List.of()));

    assertThat(snapshot(2).host("a").orElseThrow().stale()).isTrue();
  }

  @Test
  void shouldNotBelieveWhatCannotBeRead() {
    Agent agent = connect("a");
    agent.newest =
        new AgentPort.Received(
            1,
            () -> {
              throw new IllegalArgumentException("no such item: vcpus");
            });
    snapshot(1);

    assertThat(staleCode(2, "a")).isEqualTo("UNREADABLE");
  }

  @Test
  void shouldNoticeAThresholdCrossedSinceTheLastSample() {
    Agent agent = connect("a");
    agent.tell(1, Samples.host("a", 100, 0.5, List.of()));
    view.probe(
        new ProbeEvent(1, "a", "cpu", "HOST", "a", ThresholdLevel.HIGH, 0.95, 0.8, 50, 150, ""));
    assertThat(snapshot(2).host("a").orElseThrow().threshold("cpu").orElseThrow().level())
        .isEqualTo(ThresholdLevel.HIGH);

    agent.tell(3, Samples.host("a", 200, 0.4, List.of()));
    assertThat(snapshot(4).host("a").orElseThrow().threshold("cpu").orElseThrow().level())
        .isEqualTo(ThresholdLevel.NORMAL);
  }

  @Test
  void shouldIgnoreACrossingThatIsOlderThanTheSample() {
    connect("a").tell(1, Samples.host("a", 500, 0.5, List.of()));
    view.probe(
        new ProbeEvent(1, "a", "cpu", "HOST", "a", ThresholdLevel.HIGH, 0.95, 0.8, 50, 150, ""));

    assertThat(snapshot(2).host("a").orElseThrow().threshold("cpu").orElseThrow().level())
        .isEqualTo(ThresholdLevel.NORMAL);
  }

  @Test
  void shouldNotTouchADomainThatTwoHostsRunAndRaiseTheAlarmOnceBothHaveSpokenAgain() {
    Agent a = connect("a");
    Agent b = connect("b");
    HostSample onA = Samples.host("a", 100, 0.5, List.of(Samples.domain("etch", 0.5)));
    a.tell(1, onA);
    b.tell(1, Samples.host("b", 100, 0.5, List.of(Samples.domain("etch", 0.5))));
    assertThat(snapshot(2).domains())
        .hasSize(2)
        .allSatisfy(
            domain -> {
              assertThat(domain.movable()).isFalse();
              assertThat(domain.notMovableReasons().get(0).code()).isEqualTo("SEEN_TWICE");
            });
    assertThat(view.domainsThatRunTwice()).isEmpty();

    a.tell(3, onA);
    b.tell(3, Samples.host("b", 200, 0.5, List.of(Samples.domain("etch", 0.5))));
    snapshot(4);
    assertThat(view.domainsThatRunTwice())
        .singleElement()
        .satisfies(alarm -> assertThat(alarm.text()).contains("a and b"));
    assertThat(snapshot(4).domains())
        .allSatisfy(
            domain -> assertThat(domain.notMovableReasons().get(0).code()).isEqualTo("RUNS_TWICE"));

    a.tell(5, Samples.host("a", 300, 0.1, List.of()));
    assertThat(snapshot(6).domains()).allMatch(domain -> domain.movable());
    assertThat(view.domainsThatRunTwice()).isEmpty();
  }

  @Test
  void shouldFindADomainWhereItRunsRatherThanWhereItIsPaused() {
    connect("a")
        .tell(
            1,
            Samples.host("a", 100, 0.5, List.of(Samples.domain("etch", 0, DomainState.SHUT_DOWN))));
    connect("b").tell(1, Samples.host("b", 100, 0.5, List.of(Samples.domain("etch", 0.5))));
    snapshot(2);

    assertThat(view.find("etch"))
        .singleElement()
        .satisfies(found -> assertThat(found.on().host()).isEqualTo("b"));
    assertThat(view.find(Samples.uuid("etch"))).hasSize(1);
  }

  @Test
  void shouldThinkThatDomainsHeldBackByOthersWantMoreThanTheyGet() {
    connect("a")
        .tell(
            1,
            Samples.host(
                "a",
                100,
                1.0,
                List.of(
                    Samples.domain("one", 0.65),
                    Samples.domain("two", 0.65),
                    Samples.domain("idle", 0.1),
                    Samples.domain("three", 0.56))));

    assertThat(demandOf("one")).isEqualTo(0.65 * 1.25);
    assertThat(demandOf("idle")).isEqualTo(0.1);
  }

  @Test
  void shouldNotThinkThatADomainAtItsCapWantsMore() {
    DomainSample capped =
        new DomainSample(
            "u",
            "capped",
            1,
            DomainState.RUNNING,
            DomainType.PVH,
            64,
            1,
            256,
            45,
            0.45,
            null,
            List.of(),
            true,
            List.of(),
            0,
            Map.of());
    connect("a").tell(1, Samples.host("a", 100, 1.0, List.of(capped)));

    assertThat(demandOf("capped")).isEqualTo(0.45);
  }

  private double demandOf(String name) {
    return snapshot(2).domains().stream()
        .filter(domain -> domain.name().equals(name))
        .findFirst()
        .orElseThrow()
        .demand()
        .orElseThrow();
  }

  private String staleCode(long now, String host) {
    return view.staleHosts(now).get(host).code();
  }

  private ClusterSnapshot snapshot(long now) {
    view.refresh(now);
    return view.snapshot(now, now, List.of());
  }

  private Agent connect(String host) {
    Agent agent = new Agent(host);
    view.connected(agent);
    return agent;
  }

  private static HostSample with(double load, int cpus, long total, long free, double domainLoad) {
    return new HostSample(
        1,
        "a",
        HostState.ACTIVE,
        100,
        "Sim 1",
        cpus,
        load,
        0.01,
        total,
        free,
        List.of(),
        List.of(Samples.domain("etch", domainLoad)));
  }

  /** An agent that only has samples. */
  private static final class Agent implements AgentPort {
    private final String host;
    private Received newest;

    Agent(String host) {
      this.host = host;
    }

    void tell(long atMillis, HostSample sample) {
      newest = new Received(atMillis, () -> sample);
    }

    @Override
    public String host() {
      return host;
    }

    @Override
    public String endpoint() {
      return host + ":1";
    }

    @Override
    public Optional<Received> newestSample() {
      return Optional.ofNullable(newest);
    }

    @Override
    public CompletionStage<StepResult> attend(Attendance attendance) {
      throw new AssertionError("nobody asked for this");
    }

    @Override
    public CompletionStage<StepResult> give(
        OrderKind kind, MigrationOrder order, Optional<StreamTicket> ticket) {
      throw new AssertionError("nobody asked for this");
    }

    @Override
    public CompletionStage<Optional<SideReport>> readMigration(String migrationId) {
      throw new AssertionError("nobody asked for this");
    }

    @Override
    public CompletionStage<List<OpenRequest>> openRequests() {
      throw new AssertionError("nobody asked for this");
    }

    @Override
    public CompletionStage<Void> setHostState(HostState state) {
      throw new AssertionError("nobody asked for this");
    }

    @Override
    public CompletionStage<Void> act(DomainAction action, String domain) {
      throw new AssertionError("nobody asked for this");
    }
  }
}
