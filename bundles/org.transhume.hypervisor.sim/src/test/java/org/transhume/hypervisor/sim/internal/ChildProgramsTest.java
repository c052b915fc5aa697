// SPDX-License-Identifier: Apache-2.0
package org.transhume.hypervisor.sim.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.transhume.spi.hypervisor.DomainIdentity;
import org.transhume.spi.hypervisor.Hypervisor;
import org.transhume.spi.hypervisor.Reason;

/** Domains that are backed by real processes: what the kernel says of them while domains move. */
@Timeout(240)
class ChildProgramsTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Counts as fast as a sleeping shell can, so that it can be seen to go on. */
  private static final String COUNTER =
      "n=0; while :; do n=$((n+1)); echo $n > count; sleep 0.02; done";

  @TempDir private Path folder;

  private final VirtualTimeline timeline = new VirtualTimeline(Instant.EPOCH);
  private ChildPrograms programs;
  private SimulatedCluster cluster;
  private final Set<Long> pids = new HashSet<>();

  @BeforeEach
  void setUp() {
    programs = new ChildPrograms(folder);
    cluster =
        new SimulatedCluster(
            new ClusterSettings(1, VirtualCluster.hosts(), Costs.ordinary(), 0, 4096),
            timeline,
            programs);
    programs.onEnd(cluster::programEnded);
  }

  @AfterEach
  void tearDown() throws Exception {
    programs.close();
    for (long pid : pids) {
      await("process " + pid + " is gone", () -> state(pid) == 'X' || state(pid) == 'Z');
    }
  }

  @Test
  void shouldGiveTheProcessItsNameItsAddressAndItsFolder() throws Exception {
    create("etch-1-1", "env > some; mv some seen; sleep 600");
    create("etch-1-2", "env > some; mv some seen; sleep 600");

    Path first = folder.resolve("etch-1-1").resolve("seen");
    Path second = folder.resolve("etch-1-2").resolve("seen");
    await("both have looked", () -> Files.exists(first) && Files.exists(second));

    assertThat(Files.readAllLines(first))
        .contains(
            "TRANSHUME_DOMAIN=etch-1-1",
            "TRANSHUME_ADDRESS=127.77.0.1",
            "TRANSHUME_DATA=" + folder.resolve("etch-1-1"));
    assertThat(Files.readAllLines(second)).contains("TRANSHUME_ADDRESS=127.77.0.2");
  }

  @Test
  void shouldStandStillWhilePausedAndGoOnAfterwards() throws Exception {
    DomainIdentity domain = create("etch-1-1", COUNTER);
    await("it counts", () -> count() > 1);

    cluster.hypervisor("a").pause(domain);
    await("it is stopped", () -> state(pid(domain)) == 'T');
    long stoppedAt = count();
    assertThat(state(pid(domain))).isEqualTo('T');

    cluster.hypervisor("a").unpause(domain);
    await("it counts on", () -> count() > stoppedAt);
  }

  @Test
  void shouldRunThroughAMoveAndStandStillForTheDowntime() throws Exception {
    DomainIdentity domain = create("etch-1-1", COUNTER);
    await("it counts", () -> count() > 1);
    long pid = pid(domain);
    Sender sender = (Sender) cluster.hypervisor("a").send(domain, "m-1");
    Receiver receiver = (Receiver) cluster.hypervisor("b").receive("m-1");
    VirtualCarrier carrier = new VirtualCarrier(timeline, sender, receiver);

    timeline.advanceUntil(() -> sender.suspendedAt().isPresent(), Duration.ofMinutes(1));
    carrier.stall(true);
    await("it stands still for the last pages", () -> state(pid) == 'T');
    long before = count();

    carrier.stall(false);
    timeline.advance(Duration.ofSeconds(10));
    assertThat(VirtualCluster.outcome(sender).orElseThrow().succeeded()).isTrue();
    assertThat(cluster.hypervisor("b").observe().domains()).hasSize(1);
    await("the same process counts on", () -> state(pid) != 'T' && count() > before);
    assertThat(pid(domain)).isEqualTo(pid);
  }

  @Test
  void shouldBeSlowedWhileItsPagesAreCopied() throws Exception {
    DomainIdentity domain = create("etch-1-1", COUNTER);
    Sender sender = (Sender) cluster.hypervisor("a").send(domain, "m-1");
    Receiver receiver = (Receiver) cluster.hypervisor("b").receive("m-1");
    VirtualCarrier carrier = new VirtualCarrier(timeline, sender, receiver);
    int stopped = 0;

    for (int tick = 0; tick < 20; tick++) {
      timeline.advance(Duration.ofNanos(TransferProcess.TICK_NANOS));
      stopped += programs.isStopped(domain.uuid()) ? 1 : 0;
    }

    assertThat(carrier.forwardBytes()).isPositive();
    assertThat(stopped).isBetween(2, 8);
  }

  @Test
  void shouldGoOnAtTheSourceWhenTheMoveFailsAfterTheSuspend() throws Exception {
    DomainIdentity domain = create("etch-1-1", COUNTER);
    cluster.injectFault("a", "stream-cut@suspend");
    Sender sender = (Sender) cluster.hypervisor("a").send(domain, "m-1");
    Receiver receiver = (Receiver) cluster.hypervisor("b").receive("m-1");
    VirtualCarrier carrier = new VirtualCarrier(timeline, sender, receiver);

    timeline.advance(Duration.ofSeconds(30));

    assertThat(carrier.forwardBytes()).isPositive();
    assertThat(VirtualCluster.outcome(sender).orElseThrow().succeeded()).isFalse();
    long before = count();
    await("it counts on", () -> count() > before);
  }

  @Test
  void shouldEndWithItsDomainChildrenIncluded() throws Exception {
    DomainIdentity domain = create("etch-1-1", "sleep 600 & echo $! > child; wait");
    Path childFile = folder.resolve("etch-1-1").resolve("child");
    await("it has a child", () -> !content(childFile).isBlank());
    long child = Long.parseLong(content(childFile).strip());
    pids.add(child);

    cluster.hypervisor("a").destroy(domain);

    await("the child is gone", () -> state(child) == 'X' || state(child) == 'Z');
  }

  @Test
  void shouldPowerOffTheDomainWhenItsProcessEndsAndCrashItWhenItFails() throws Exception {
    create("ends", "sleep 0.1; exit 0");
    DomainIdentity fails = create("fails", "sleep 0.1; exit 3", "on_crash='preserve'");

    await(
        "both domains have ended",
        () -> {
          timeline.advance(Duration.ofSeconds(1));
          return cluster.hypervisor("a").observe().domains().stream()
              .allMatch(domain -> domain.state().name().equals("CRASHED"));
        });

    assertThat(cluster.hypervisor("a").observe().domains())
        .singleElement()
        .satisfies(domain -> assertThat(domain.identity()).isEqualTo(fails));
  }

  @Test
  void shouldBeginAnewOnAReboot() throws Exception {
    DomainIdentity domain = create("etch-1-1", "echo boot >> boots; exec sleep 600");
    Path boots = folder.resolve("etch-1-1").resolve("boots");
    await("it has booted", () -> content(boots).equals("boot\n"));
    long first = pid(domain);

    cluster.hypervisor("a").reboot(domain);
    timeline.advance(Duration.ofSeconds(5));

    await("it has booted again", () -> content(boots).equals("boot\nboot\n"));
    assertThat(pid(domain)).isNotEqualTo(first);
  }

  @Test
  void shouldNotLeaveItsJavaMachine() throws Exception {
    VirtualCluster elsewhere = new VirtualCluster();
    DomainIdentity domain = create("etch-1-1", "sleep 600");
    Sender sender = (Sender) cluster.hypervisor("a").send(domain, "m-1");
    Receiver receiver = (Receiver) elsewhere.host("b").receive("m-1");
    VirtualCarrier carrier = new VirtualCarrier(timeline, sender, receiver);

    for (int tick = 0; tick < 500 && VirtualCluster.outcome(sender).isEmpty(); tick++) {
      timeline.advance(Duration.ofMillis(10));
      elsewhere.advance(Duration.ofMillis(10));
    }

    assertThat(carrier.forwardBytes()).isPositive();
    assertThat(VirtualCluster.outcome(receiver).orElseThrow().failure().orElseThrow().reason())
        .isEqualTo(Reason.UNSUPPORTED);
    assertThat(cluster.hypervisor("a").observe().domains()).hasSize(1);
    assertThat(elsewhere.copies("b")).isEmpty();
  }

  @Test
  void shouldEndWhenItsJavaMachineIsKilledEvenWhileItStandsStill() throws Exception {
    Process owner =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                ChildProgramOwner.class.getName(),
                folder.toString())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    Path pidFile = folder.resolve("pid");
    await("the process has begun", () -> content(pidFile).endsWith("\n"));
    long pid = Long.parseLong(content(pidFile).strip());
    await("it stands still", () -> state(pid) == 'T');

    owner.destroyForcibly();

    await("it is gone", () -> state(pid) == 'X' || state(pid) == 'Z');
  }

  private DomainIdentity create(String name, String command, String... settings) throws Exception {
    Hypervisor host = cluster.hypervisor("a");
    DomainIdentity domain =
        host.create(
            "name='"
                + name
                + "'\nmemory=64\nsim_command=\""
                + command
                + "\"\n"
                + String.join("\n", settings)
                + "\n");
    programs.pid(domain.uuid()).ifPresent(pids::add);
    return domain;
  }

  private long pid(DomainIdentity domain) {
    long pid = programs.pid(domain.uuid()).orElseThrow();
    pids.add(pid);
    return pid;
  }

  private long count() throws IOException {
    String text = content(folder.resolve("etch-1-1").resolve("count")).strip();
    return text.isEmpty() ? 0 : Long.parseLong(text);
  }

  private static String content(Path file) throws IOException {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      return "";
    }
  }

  /** The letter that the kernel gives a process: T for stopped, X for none at all. */
  private static char state(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
      return stat.charAt(stat.lastIndexOf(')') + 2);
    } catch (IOException e) {
      // No such file, or no such process when it ended between opening and reading.
      return 'X';
    }
  }

  private static void await(String what, Callable<Boolean> condition) throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.call()) {
      assertThat(System.nanoTime()).as("waiting until " + what).isLessThan(deadline);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
    }
  }
}
