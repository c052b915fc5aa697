// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.transhume.agent.internal.AgentBench.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.transhume.agent.internal.AgentSettings.Patience;
import org.transhume.agent.internal.relay.PlainStreams;
import org.transhume.agent.internal.wrapper.WrapperDefinition;
import org.transhume.api.model.MigrationPhase;
import org.transhume.api.mx.DeedState;
import org.transhume.api.mx.ObjectNames;
import org.transhume.api.mx.WrapperDeed;
import org.transhume.api.mx.WrapperMXBean;
import org.transhume.api.mx.WrapperPhase;
import org.transhume.authority.CertificateAuthority;
import org.transhume.hypervisor.sim.internal.SimulatedCluster;
import org.transhume.spi.hypervisor.DomainIdentity;
import org.transhume.spi.transport.SecureTransport;
import org.transhume.spi.wrapper.CountingWrapper;
import org.transhume.spi.wrapper.Wrapper;
import org.transhume.spi.wrapper.WrapperAnswer;
import org.transhume.spi.wrapper.WrapperException;
import org.transhume.spi.wrapper.WrapperFailure;
import org.transhume.spi.wrapper.WrapperHealth;
import org.transhume.spi.wrapper.WrapperOperation;
import org.transhume.spi.wrapper.WrapperState;
import org.transhume.spi.wrapper.WrapperStatus;

/** Wrappers of a domain on two simulated hosts, through the MBeans of their agents. */
@Timeout(180)
class WrappersOnAgentTest {

  private static final String HERE = SimulatedHosts.HERE;
  private static final String THERE = SimulatedHosts.THERE;
  private static final String DOMAIN = "etch-1-1";
  private static final String WRAPPER = "counter";
  private static final String SLOW = "slow";
  private static final String[] ONE = {"1"};
  private static final Patience IMPATIENT = new Patience(5_000, 10_000, 5_000, 2_000, 20_000, 250);

  @TempDir Path folder;

  private final SimulatedHosts hosts = new SimulatedHosts(SimulatedHosts.quick());
  private final CountingWrapper counting = new CountingWrapper();
  private final CountDownLatch released = new CountDownLatch(1);
  private SimulatedCluster cluster;
  private DomainIdentity domain;
  private AgentBench here;
  private AgentBench there;

  @BeforeEach
  void makeHosts() throws Exception {
    cluster = hosts.cluster();
    domain =
        cluster
            .hypervisor(HERE)
            .create("name = \"" + DOMAIN + "\"\nmemory = 64\nsim_demand = \"0.5\"\n");
    CertificateAuthority authority = CertificateAuthority.init(folder.resolve("authority"), "lab");
    here = start(HERE, SimulatedHosts.transport(authority, HERE, folder));
    there = start(THERE, SimulatedHosts.transport(authority, THERE, folder));
    await("the wrapper is shown", () -> isShown(here));
  }

  private AgentBench start(String host, SecureTransport transport) throws Exception {
    AgentBench bench =
        new AgentBench(cluster.hypervisor(host), folder, IMPATIENT, transport).awaitSample();
    bench.agent.wrap(definitions());
    return bench;
  }

  private Map<String, WrapperDefinition> definitions() {
    return Map.of(
        WRAPPER, new WrapperDefinition(WRAPPER, "1.0.0", List.of("etch-*"), counting),
        SLOW, new WrapperDefinition(SLOW, "1.0.0", List.of("etch-*"), at -> new Slow(released)));
  }

  /** Its one operation ends when the test says so. */
  private record Slow(CountDownLatch released) implements Wrapper {

    @Override
    public int schema() {
      return 1;
    }

    @Override
    public List<WrapperOperation> operations() {
      return List.of(new WrapperOperation("wait", List.of(), "waits"));
    }

    @Override
    public WrapperAnswer configure(WrapperState state, Map<String, String> settings) {
      return new WrapperAnswer("", state);
    }

    @Override
    public WrapperAnswer start(WrapperState state) {
      return new WrapperAnswer("", state);
    }

    @Override
    public WrapperAnswer stop(WrapperState state) {
      return new WrapperAnswer("", state);
    }

    @Override
    public WrapperStatus status(WrapperState state) {
      return WrapperStatus.of(WrapperHealth.RUNNING, "waits");
    }

    @Override
    public WrapperAnswer invoke(WrapperState state, String operation, List<String> arguments)
        throws WrapperException {
      try {
        if (released.await(2, TimeUnit.MINUTES)) {
          return new WrapperAnswer("waited", state);
        }
        throw new WrapperException(WrapperFailure.TIMED_OUT, "nobody said so");
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new WrapperException(WrapperFailure.TIMED_OUT, "interrupted", e);
      }
    }
  }

  @AfterEach
  void stop() {
    released.countDown();
    here.close();
    there.close();
    hosts.close();
  }

  private boolean isShown(AgentBench agent) {
    return agent.registered(ObjectNames.wrapper(agent.host.host(), DOMAIN, WRAPPER));
  }

  private WrapperMXBean at(AgentBench agent) {
    return agent.wrapper(DOMAIN, WRAPPER);
  }

  private TestLeader.Ends move(AgentBench from, AgentBench to, String id) {
    return new TestLeader(from, to, id, domain.uuid(), DOMAIN).move();
  }

  /** Asks on a thread of its own, and returns once the agent has the question. */
  private Future<WrapperDeed> askForOneMore(AgentBench agent) {
    FutureTask<WrapperDeed> asked = new FutureTask<>(() -> at(agent).invoke("add-1", "add", ONE));
    Thread thread = new Thread(asked, "asks");
    thread.setDaemon(true);
    thread.start();
    await(
        "it waits for the answer",
        () -> thread.getState() == Thread.State.TIMED_WAITING || asked.isDone());
    return asked;
  }

  private void moved(AgentBench from, AgentBench to, String id) {
    TestLeader.Ends ends = move(from, to, id);
    assertThat(List.of(ends.target().phase(), ends.source().phase()))
        .containsOnly(MigrationPhase.DONE);
  }

  @Test
  void shouldLeadSoftwareThroughItsLife() {
    WrapperMXBean wrapper = at(here);
    assertThat(wrapper.getPhase()).isEqualTo(WrapperPhase.NEW);
    assertThat(wrapper.getOperations()).contains("add(number): adds to the total");

    WrapperDeed tooSoon = wrapper.start("");
    assertThat(tooSoon.state()).isEqualTo(DeedState.FAILED);
    assertThat(tooSoon.text()).isEqualTo("NOT_READY: configure it first");
    assertThat(wrapper.getLastError()).isEqualTo("NOT_READY: configure it first");

    assertThat(wrapper.configure("", Map.of("first", "5")).state()).isEqualTo(DeedState.DONE);
    assertThat(wrapper.getPhase()).isEqualTo(WrapperPhase.CONFIGURED);
    assertThat(wrapper.start("").state()).isEqualTo(DeedState.DONE);
    assertThat(wrapper.getPhase()).isEqualTo(WrapperPhase.STARTED);
    assertThat(wrapper.invoke("", "add", new String[] {"2"}).text()).isEqualTo("7");
    assertThat(wrapper.status()).startsWith("RUNNING: ");
    assertThat(wrapper.getHealth()).isEqualTo(WrapperHealth.RUNNING);
    assertThat(wrapper.getAttributes()).containsEntry("total", "7");
    assertThat(wrapper.getSettings()).containsEntry("first", "5");
    assertThat(wrapper.getLastError()).isNull();
    assertThat(wrapper.stop("").state()).isEqualTo(DeedState.DONE);
    assertThat(wrapper.getPhase()).isEqualTo(WrapperPhase.STOPPED);
  }

  @Test
  void shouldNameWhatItCanDoWhenAskedForSomethingElse() {
    assertThatThrownBy(() -> at(here).invoke("", "divide", ONE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("add(number)");
    assertThatThrownBy(() -> at(here).invoke("", "add", new String[0]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("takes 1 arguments, not 0");
  }

  @Test
  void shouldDoNothingTwiceUnderOneId() {
    at(here).configure("c-1", Map.of());
    assertThat(at(here).invoke("add-1", "add", ONE).text()).isEqualTo("1");

    assertThatThrownBy(() -> at(here).invoke("add-1", "add", ONE))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("ALREADY_RUN");
    assertThat(at(here).outcome("add-1").text()).isEqualTo("1");
    assertThat(counting.in(domain.uuid()).asked()).isEqualTo(1);
  }

  @Test
  void shouldFollowItsDomainWithEverythingItKnowsTwentyTimes() {
    at(here).configure("c-1", Map.of("first", "100"));
    at(here).start("s-1");
    AgentBench from = here;
    AgentBench to = there;
    for (int i = 1; i <= 20; i++) {
      assertThat(at(from).invoke("add-" + i, "add", ONE).text()).isEqualTo("" + (100 + i));
      AgentBench source = from;
      AgentBench target = to;
      moved(source, target, "m-" + i);

      long arrived = System.nanoTime();
      await("it is rebuilt at the target", () -> isShown(target));
      assertThat(Duration.ofNanos(System.nanoTime() - arrived)).isLessThan(Duration.ofSeconds(1));
      await("it has vanished at the source", () -> !isShown(source));
      assertThat(at(target).getPhase()).isEqualTo(WrapperPhase.STARTED);
      assertThat(at(target).outcome("add-" + i).host()).isEqualTo(source.host.host());
      String repeated = "add-" + i;
      assertThatThrownBy(() -> at(target).invoke(repeated, "add", ONE))
          .hasMessageStartingWith("ALREADY_RUN");
      assertThat(at(target).invoke("", "where", new String[0]).text())
          .isEqualTo(target.host.host());
      assertThat(at(target).status()).startsWith("RUNNING");
      from = target;
      to = source;
    }
    assertThat(counting.in(domain.uuid()).asked()).isEqualTo(20);
    assertThat(at(from).getAttributes()).containsEntry("total", "120");
  }

  @Test
  void shouldLetOperationsWaitForTheEndOfAMoveThatFails() throws Exception {
    at(here).configure("c-1", Map.of());
    AtomicReference<Future<WrapperDeed>> asked = new AtomicReference<>();
    TestLeader.Ends ends =
        new TestLeader(here, there, "m-cut", domain.uuid(), DOMAIN)
            .whileSent(
                () -> {
                  asked.set(askForOneMore(here));
                  assertThat(here.migration("m-cut").cancel().accepted()).isTrue();
                })
            .move();

    assertThat(ends.source().phase()).isEqualTo(MigrationPhase.CANCELLED);
    assertThat(asked.get().get(1, TimeUnit.MINUTES).text()).isEqualTo("1");
    assertThat(counting.in(domain.uuid()).asked()).isEqualTo(1);
    assertThat(isShown(there)).isFalse();
  }

  @Test
  void shouldRefuseWhatHasWaitedForADomainThatLeft() throws Exception {
    at(here).configure("c-1", Map.of());
    AtomicReference<Future<WrapperDeed>> asked = new AtomicReference<>();
    TestLeader.Ends ends =
        new TestLeader(here, there, "m-1", domain.uuid(), DOMAIN)
            .whileSent(() -> asked.set(askForOneMore(here)))
            .move();

    assertThat(ends.target().phase()).isEqualTo(MigrationPhase.DONE);
    assertThatThrownBy(() -> asked.get().get(1, TimeUnit.MINUTES))
        .hasRootCauseMessage(
            "MOVED: etch-1-1 has left a-204-02; nothing was done here, ask again where it is now");
    await("it is rebuilt at the target", () -> isShown(there));
    assertThat(at(there).invoke("add-1", "add", ONE).text()).isEqualTo("1");
    assertThat(counting.in(domain.uuid()).asked()).isEqualTo(1);
  }

  @Test
  void shouldRememberEverythingOverARestart() throws Exception {
    at(here).configure("c-1", Map.of("first", "40"));
    at(here).start("s-1");
    at(here).invoke("add-1", "add", ONE);
    here.close();
    here = start(HERE, new PlainStreams());
    await("the wrapper is shown again", () -> isShown(here));

    assertThat(at(here).getPhase()).isEqualTo(WrapperPhase.STARTED);
    assertThat(at(here).getSettings()).containsEntry("first", "40");
    assertThatThrownBy(() -> at(here).invoke("add-1", "add", ONE))
        .hasMessageStartingWith("ALREADY_RUN");
    assertThat(at(here).invoke("add-2", "add", ONE).text()).isEqualTo("42");
  }

  @Test
  void shouldKeepTheStateWhileNoBundleWrapsAndSayWhatToDo() {
    at(here).configure("c-1", Map.of("first", "7"));
    here.agent.wrap(Map.of());
    await("its bundle is gone", () -> at(here).getVersion() == null);

    assertThatThrownBy(() -> at(here).invoke("add-1", "add", ONE))
        .hasMessageStartingWith("NO_WRAPPER")
        .hasMessageContaining("etc/org.transhume.wrapper-counter.cfg");
    here.agent.wrap(definitions());
    await("its bundle is back", () -> at(here).getVersion() != null);
    assertThat(at(here).invoke("add-1", "add", ONE).text()).isEqualTo("8");
  }

  @Test
  void shouldHoldBackUntilTheAnnouncedStateHasCome() throws Exception {
    at(here).configure("c-1", Map.of("first", "7"));
    TestLeader leader =
        new TestLeader(here, there, "m-1", domain.uuid(), DOMAIN).losingTheHandOver();
    assertThat(leader.move().target().phase()).isEqualTo(MigrationPhase.DONE);
    await("it is rebuilt at the target", () -> isShown(there));
    assertThat(at(there).isMoving()).isTrue();
    CompletableFuture<WrapperDeed> asked =
        CompletableFuture.supplyAsync(() -> at(there).invoke("add-1", "add", ONE));
    leader.finishTargetAgain();

    assertThat(asked.get(1, TimeUnit.MINUTES).text()).isEqualTo("8");
    assertThat(at(there).getSettings()).containsEntry("first", "7");
    leader.finishTargetAgain();
    assertThat(at(there).outcome("add-1").state()).isEqualTo(DeedState.DONE);
  }

  @Test
  void shouldKnowNoEndOfWhatWasUnderWayWhenItsDomainMoved() throws Exception {
    WrapperMXBean atSource = here.wrapper(DOMAIN, SLOW);
    CompletableFuture<WrapperDeed> asked =
        CompletableFuture.supplyAsync(() -> atSource.invoke("wait-1", "wait", new String[0]));
    await(
        "it is under way",
        () -> atSource.getDeeds().stream().anyMatch(deed -> deed.state() == DeedState.RUNNING));
    moved(here, there, "m-1");
    await(
        "it is rebuilt at the target",
        () -> there.registered(ObjectNames.wrapper(THERE, DOMAIN, SLOW)));
    WrapperMXBean atTarget = there.wrapper(DOMAIN, SLOW);

    assertThat(atTarget.outcome("wait-1").state()).isEqualTo(DeedState.UNKNOWN);
    assertThat(atTarget.getLastError()).contains("was under way on " + HERE);
    assertThatThrownBy(() -> atTarget.invoke("wait-1", "wait", new String[0]))
        .hasMessageStartingWith("ALREADY_RUN");
    released.countDown();
    assertThat(asked.get(1, TimeUnit.MINUTES).text()).isEqualTo("waited");
  }
}
