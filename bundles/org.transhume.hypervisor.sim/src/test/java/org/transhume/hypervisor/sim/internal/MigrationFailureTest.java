// SPDX-License-Identifier: Apache-2.0
package org.transhume.hypervisor.sim.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.transhume.hypervisor.sim.internal.CopyLedger.Violation;
import org.transhume.hypervisor.sim.internal.CopyLedger.Wrong;
import org.transhume.hypervisor.sim.internal.VirtualCluster.Migrating;
import org.transhume.spi.hypervisor.DomainIdentity;
import org.transhume.spi.hypervisor.Reason;

/**
 * Every fault at every step, and exactly what it leaves on both hosts: what was read in xl's source
 * and seen on real hosts.
 */
class MigrationFailureTest {

  private static final String RUNS = "vm RUNNING";
  private static final String SUSPENDED = "vm SUSPENDED";
  private static final String AWAY = "vm--migratedaway SUSPENDED";
  private static final String ORPHAN = "vm--incoming PAUSED";
  private static final String PAUSED = "vm PAUSED";
  private static final String NOTHING = "";

  /** A fault, what is left at source and target, and why both halves say they failed. */
  private record Case(String source, String target, Reason sender, Reason receiver) {}

  private static final Map<String, Case> CASES = new TreeMap<>();

  static {
    leaves("sender-dies@header", RUNS, NOTHING, Reason.KILLED, Reason.STREAM_CUT);
    leaves("sender-dies@pre-copy", RUNS, NOTHING, Reason.KILLED, Reason.STREAM_CUT);
    leaves("sender-dies@suspend", SUSPENDED, NOTHING, Reason.KILLED, Reason.STREAM_CUT);
    leaves("sender-dies@ready", SUSPENDED, NOTHING, Reason.KILLED, Reason.STREAM_CUT);
    leaves("sender-dies@rename-away", AWAY, NOTHING, Reason.KILLED, Reason.STREAM_CUT);
    leaves("sender-dies@go", AWAY, RUNS, Reason.KILLED, null);
    leaves("sender-dies@report", AWAY, RUNS, Reason.KILLED, null);

    leaves("receiver-dies@header", RUNS, NOTHING, Reason.STREAM_CUT, Reason.KILLED);
    leaves("receiver-dies@create", RUNS, ORPHAN, Reason.STREAM_CUT, Reason.KILLED);
    leaves("receiver-dies@pre-copy", RUNS, ORPHAN, Reason.STREAM_CUT, Reason.KILLED);
    leaves("receiver-dies@ready", AWAY, ORPHAN, Reason.HANDOVER_UNDECIDED, Reason.KILLED);
    leaves("receiver-dies@go", AWAY, ORPHAN, Reason.HANDOVER_UNDECIDED, Reason.KILLED);
    leaves("receiver-dies@rename-arrived", AWAY, PAUSED, Reason.HANDOVER_UNDECIDED, Reason.KILLED);
    leaves("receiver-dies@unpause", AWAY, RUNS, Reason.HANDOVER_UNDECIDED, Reason.KILLED);
    leaves("receiver-dies@report", NOTHING, RUNS, null, Reason.KILLED);

    leaves("stream-cut@header", RUNS, NOTHING, Reason.STREAM_CUT, Reason.STREAM_CUT);
    leaves("stream-cut@pre-copy", RUNS, NOTHING, Reason.STREAM_CUT, Reason.STREAM_CUT);
    leaves("stream-cut@suspend", RUNS, NOTHING, Reason.STREAM_CUT, Reason.STREAM_CUT);
    leaves("stream-cut@ready", AWAY, NOTHING, Reason.HANDOVER_UNDECIDED, Reason.STREAM_CUT);
    leaves("stream-cut@rename-away", AWAY, NOTHING, Reason.HANDOVER_UNDECIDED, Reason.STREAM_CUT);
    leaves("stream-cut@go", AWAY, NOTHING, Reason.HANDOVER_UNDECIDED, Reason.STREAM_CUT);
    leaves("stream-cut@report", NOTHING, RUNS, null, null);

    leaves("receiver-stream-cut@header", RUNS, NOTHING, Reason.STREAM_CUT, Reason.STREAM_CUT);
    leaves("receiver-stream-cut@create", RUNS, NOTHING, Reason.STREAM_CUT, Reason.STREAM_CUT);
    leaves("receiver-stream-cut@pre-copy", RUNS, NOTHING, Reason.STREAM_CUT, Reason.STREAM_CUT);
    leaves("receiver-stream-cut@ready", RUNS, ORPHAN, Reason.STREAM_CUT, Reason.STREAM_CUT);
    leaves("receiver-stream-cut@go", AWAY, RUNS, Reason.HANDOVER_UNDECIDED, Reason.STREAM_CUT);
    leaves(
        "receiver-stream-cut@rename-arrived",
        AWAY,
        RUNS,
        Reason.HANDOVER_UNDECIDED,
        Reason.STREAM_CUT);
    leaves("receiver-stream-cut@unpause", AWAY, RUNS, Reason.HANDOVER_UNDECIDED, Reason.STREAM_CUT);
    leaves("receiver-stream-cut@report", AWAY, RUNS, Reason.HANDOVER_UNDECIDED, null);

    leaves(
        "guest-does-not-suspend@pre-copy",
        RUNS,
        NOTHING,
        Reason.GUEST_DID_NOT_SUSPEND,
        Reason.STREAM_CUT);
    leaves(
        "guest-suspends-late@pre-copy",
        SUSPENDED,
        NOTHING,
        Reason.GUEST_DID_NOT_SUSPEND,
        Reason.STREAM_CUT);
    leaves("guest-reboots@header", RUNS, NOTHING, Reason.FAILED, Reason.STREAM_CUT);
    leaves("guest-reboots@pre-copy", RUNS, NOTHING, Reason.FAILED, Reason.STREAM_CUT);
    leaves("guest-powers-off@header", NOTHING, NOTHING, Reason.FAILED, Reason.STREAM_CUT);
    leaves("guest-powers-off@pre-copy", NOTHING, NOTHING, Reason.FAILED, Reason.STREAM_CUT);
    leaves("guest-crashes@header", NOTHING, NOTHING, Reason.FAILED, Reason.STREAM_CUT);
    leaves("guest-crashes@pre-copy", NOTHING, NOTHING, Reason.FAILED, Reason.STREAM_CUT);

    leaves("no-memory@create", RUNS, NOTHING, Reason.STREAM_CUT, Reason.NO_MEMORY);
    leaves("name-in-use@go", RUNS, NOTHING, Reason.TARGET_START_FAILED, Reason.NAME_IN_USE);
    leaves(
        "target-start-fails@rename-arrived",
        RUNS,
        NOTHING,
        Reason.TARGET_START_FAILED,
        Reason.TARGET_START_FAILED);
    leaves("grant-is-lost@rename-arrived", AWAY, NOTHING, Reason.HANDOVER_UNDECIDED, Reason.KILLED);
    leaves("guest-stays-silent@rename-arrived", NOTHING, RUNS, null, null);
    leaves("source-stays@report", AWAY, RUNS, null, null);
  }

  private final VirtualCluster cluster = new VirtualCluster();

  private static void leaves(
      String fault, String source, String target, Reason sender, Reason receiver) {
    CASES.put(fault, new Case(source, target, sender, receiver));
  }

  @Test
  void shouldTryEveryFaultThatEndsAMigration() {
    assertThat(CASES.keySet())
        .isEqualTo(
            Fault.all().stream()
                .filter(fault -> fault.kind() != Fault.Kind.STREAM_STALLS)
                .map(Fault::toString)
                .collect(Collectors.toCollection(TreeSet::new)));
  }

  @TestFactory
  Stream<DynamicTest> shouldLeaveExactlyTheCopiesThatXlLeaves() {
    return CASES.entrySet().stream()
        .map(
            entry ->
                DynamicTest.dynamicTest(
                    entry.getKey(), () -> leavesCopies(entry.getKey(), entry.getValue())));
  }

  private static void leavesCopies(String fault, Case expected) throws Exception {
    VirtualCluster cluster = new VirtualCluster();
    DomainIdentity domain = cluster.create("vm", "sim_demand='0.5'", "sim_dirty_rate='8MiB/s'");
    cluster
        .cluster()
        .injectFault(Fault.parse(fault).kind().half() == Fault.Half.SENDER ? "a" : "b", fault);

    Migrating migration = cluster.migrate(domain, "a", "b");
    migration.finish();
    cluster.advance(Duration.ofSeconds(10));

    assertThat(migration.senderFailure()).isEqualTo(Optional.ofNullable(expected.sender));
    assertThat(migration.receiverFailure()).isEqualTo(Optional.ofNullable(expected.receiver));
    assertThat(cluster.copies("a")).isEqualTo(listed(expected.source));
    assertThat(cluster.copies("b")).isEqualTo(listed(expected.target));
    assertThat(cluster.host("a").observe().domains()).noneMatch(copy -> copy.transferring());
    assertThat(cluster.host("b").observe().domains()).noneMatch(copy -> copy.transferring());
    assertThat(cluster.cluster().violations()).isEmpty();
  }

  private static List<String> listed(String copy) {
    return copy.isEmpty() ? List.of() : List.of(copy);
  }

  @Test
  void shouldStrikeOnceOnly() throws Exception {
    DomainIdentity domain = cluster.create("vm");
    cluster.cluster().injectFault("b", "no-memory");

    cluster.migrate(domain, "a", "b").finish();
    Migrating second = cluster.migrate(domain, "a", "b");
    second.finish();

    assertThat(second.senderFailure()).isEmpty();
    assertThat(cluster.copies("b")).containsExactly(RUNS);
  }

  @Test
  void shouldStallWithoutEndUntilTheStreamIsCut() throws Exception {
    DomainIdentity domain = cluster.create("vm");
    cluster.cluster().injectFault("a", "stream-stalls");
    Migrating migration = cluster.migrate(domain, "a", "b");

    cluster.advance(Duration.ofMinutes(30));
    assertThat(migration.hasEnded()).isFalse();
    assertThat(cluster.copies("a")).containsExactly(RUNS);
    assertThat(cluster.copies("b")).containsExactly(ORPHAN);

    migration.sender().cut();
    migration.receiver().cut();
    migration.finish();
    assertThat(cluster.copies("a")).containsExactly(RUNS);
    assertThat(cluster.copies("b")).isEmpty();
  }

  @Test
  void shouldFailToSendAPausedDomainAfterAMinuteAndLeaveItPaused() throws Exception {
    DomainIdentity domain = cluster.create("vm", "sim_paused=1");

    Migrating migration = cluster.migrate(domain, "a", "b");

    assertThat(migration.finish()).isGreaterThan(Duration.ofSeconds(60));
    assertThat(migration.senderFailure()).contains(Reason.GUEST_DID_NOT_SUSPEND);
    assertThat(cluster.copies("a")).containsExactly(PAUSED);
    assertThat(cluster.copies("b")).isEmpty();
  }

  @Test
  void shouldLoseEverythingOnAHostWhosePowerFails() throws Exception {
    DomainIdentity domain = cluster.create("vm");
    Migrating migration = cluster.migrate(domain, "a", "b");
    cluster.advance(Duration.ofSeconds(2));

    cluster.cluster().powerOff("a");
    migration.finish();
    cluster.cluster().powerOn("a");

    assertThat(migration.receiverFailure()).contains(Reason.STREAM_CUT);
    assertThat(cluster.copies("a")).isEmpty();
    assertThat(cluster.copies("b")).isEmpty();
  }

  @Test
  void shouldNoticeAStaleImageThatIsResumed() throws Exception {
    DomainIdentity domain = cluster.create("vm");
    cluster.cluster().injectFault("a", "sender-dies@go");
    cluster.migrate(domain, "a", "b").finish();
    cluster.host("b").destroy(cluster.look("b", "vm").identity());

    cluster.host("a").resume(cluster.look("a", "vm--migratedaway").identity());

    assertThat(cluster.cluster().violations())
        .extracting(Violation::wrong)
        .containsExactly(Wrong.STALE);
  }

  @Test
  void shouldNoticeTwoCopiesThatRun() throws Exception {
    DomainIdentity domain = cluster.create("vm");
    cluster.cluster().injectFault("a", "sender-dies@go");
    cluster.migrate(domain, "a", "b").finish();

    cluster.host("a").resume(cluster.look("a", "vm--migratedaway").identity());

    assertThat(cluster.cluster().violations())
        .extracting(Violation::wrong)
        .containsExactly(Wrong.DOUBLED, Wrong.STALE);
  }

  @Test
  void shouldFindNothingWrongWithAResumeWhenTheTargetNeverRan() throws Exception {
    DomainIdentity domain = cluster.create("vm");
    cluster.cluster().injectFault("b", "receiver-dies@rename-arrived");
    cluster.migrate(domain, "a", "b").finish();

    cluster.host("b").destroy(cluster.look("b", "vm").identity());
    cluster.host("a").rename(cluster.look("a", "vm--migratedaway").identity(), "vm");
    cluster.host("a").resume(cluster.look("a", "vm").identity());

    assertThat(cluster.copies("a")).containsExactly(RUNS);
    assertThat(cluster.cluster().violations()).isEmpty();
  }
}
