// SPDX-License-Identifier: Apache-2.0
package org.transhume.spi.hypervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.transhume.api.model.CopyKind;
import org.transhume.api.model.DomainState;
import org.transhume.spi.hypervisor.TestCarrier.Message;

/**
 * What the two halves of a migration promise: the conversation on their channels, and which copies
 * each end leaves on both hosts.
 */
@Timeout(300)
public abstract class TransferContract {

  private HypervisorBench bench;
  private Hypervisor source;
  private Hypervisor target;

  /** A bench for one test. */
  protected abstract HypervisorBench bench() throws Exception;

  @BeforeEach
  void setUp() throws Exception {
    bench = bench();
    source = bench.host();
    target = bench.otherHost();
  }

  @AfterEach
  void tearDown() {
    bench.close();
  }

  @Test
  void shouldMoveARunningDomain() throws Exception {
    DomainIdentity domain = identity();
    OutgoingTransfer sender = source.send(domain, "m-1");
    IncomingTransfer receiver = target.receive("m-1");

    try (TestCarrier carrier = new TestCarrier(sender, receiver, bench.patience()).start()) {
      assertThat(outcome(sender).failure()).isEmpty();
      assertThat(outcome(receiver).failure()).isEmpty();
      assertThat(carrier.passed())
          .containsExactly(Message.BANNER, Message.READY, Message.GO, Message.REPORT);
      assertThat(carrier.forwardBytes() * sender.memoryBytesPerStreamByte())
          .isGreaterThanOrEqualTo(sender.expectedMemoryBytes());
    }

    assertThat(source.observe().domains()).isEmpty();
    DomainObservation arrived = only(target);
    assertThat(arrived.identity().uuid()).isEqualTo(domain.uuid());
    assertThat(arrived.identity().name()).isEqualTo(HypervisorBench.DOMAIN);
    assertThat(arrived.state()).isEqualTo(DomainState.RUNNING);
    assertThat(arrived.transferring()).isFalse();
    assertThat(arrived.memoryBytes()).isEqualTo(HypervisorBench.DOMAIN_MEBIBYTES << 20);
  }

  @Test
  void shouldShowBothCopiesUnderTheirNamesWhileTheDomainMoves() throws Exception {
    OutgoingTransfer sender = source.send(identity(), "m-1");
    IncomingTransfer receiver = target.receive("m-1");

    try (TestCarrier carrier =
        new TestCarrier(sender, receiver, bench.patience())
            .hold(Message.READY)
            .hold(Message.GO)
            .start()) {
      carrier.awaitArrival(Message.READY);
      assertCopy(source, CopyKind.ORDINARY, DomainState.SUSPENDED, true);
      assertCopy(target, CopyKind.INCOMING, DomainState.PAUSED, true);

      carrier.release(Message.READY);
      carrier.awaitArrival(Message.GO);
      assertCopy(source, CopyKind.MIGRATED_AWAY, DomainState.SUSPENDED, true);
      assertCopy(target, CopyKind.INCOMING, DomainState.PAUSED, true);

      carrier.release(Message.GO);
      assertThat(outcome(sender).failure()).isEmpty();
      assertCopy(target, CopyKind.ORDINARY, DomainState.RUNNING, false);
    }
  }

  @Test
  void shouldRunOnAtTheSourceWhenTheStreamIsCutBeforeReady() throws Exception {
    OutgoingTransfer sender = source.send(identity(), "m-1");
    IncomingTransfer receiver = target.receive("m-1");

    try (TestCarrier carrier =
        new TestCarrier(sender, receiver, bench.patience()).hold(Message.READY).start()) {
      carrier.awaitArrival(Message.READY);
      carrier.cut();

      assertThat(reason(sender)).contains(Reason.STREAM_CUT);
      assertThat(reason(receiver)).isPresent();
    }

    assertCopy(source, CopyKind.ORDINARY, DomainState.RUNNING, false);
    assertThat(target.observe().domains()).isEmpty();
  }

  @Test
  void shouldNotTouchTheDomainWhenTheStreamIsCutInPreCopy() throws Exception {
    OutgoingTransfer sender = source.send(identity(), "m-1");
    IncomingTransfer receiver = target.receive("m-1");

    try (TestCarrier carrier =
        new TestCarrier(sender, receiver, bench.patience()).holdMemory().start()) {
      carrier.awaitBytes(1);
      carrier.cut();

      assertThat(reason(sender)).contains(Reason.STREAM_CUT);
      assertThat(reason(receiver)).isPresent();
    }

    assertCopy(source, CopyKind.ORDINARY, DomainState.RUNNING, false);
    assertThat(target.observe().domains()).isEmpty();
  }

  @Test
  void shouldLeaveTheSourceMigratedAwayWhenTheStreamIsCutAfterGo() throws Exception {
    OutgoingTransfer sender = source.send(identity(), "m-1");
    IncomingTransfer receiver = target.receive("m-1");

    try (TestCarrier carrier =
        new TestCarrier(sender, receiver, bench.patience()).hold(Message.GO).start()) {
      carrier.awaitArrival(Message.GO);
      carrier.cut();

      assertThat(reason(sender)).contains(Reason.HANDOVER_UNDECIDED);
      assertThat(reason(receiver)).isPresent();
    }

    assertCopy(source, CopyKind.MIGRATED_AWAY, DomainState.SUSPENDED, false);
    assertThat(target.observe().domains()).as("the receiver never had GO").isEmpty();
  }

  @Test
  void shouldLeaveAnOrphanWhenTheReceiverIsKilled() throws Exception {
    OutgoingTransfer sender = source.send(identity(), "m-1");
    IncomingTransfer receiver = target.receive("m-1");

    try (TestCarrier carrier =
        new TestCarrier(sender, receiver, bench.patience()).hold(Message.READY).start()) {
      carrier.awaitArrival(Message.READY);
      receiver.kill();
      carrier.cut();

      assertThat(reason(receiver)).contains(Reason.KILLED);
      assertThat(reason(sender)).isPresent();
    }

    assertCopy(source, CopyKind.ORDINARY, DomainState.RUNNING, false);
    assertCopy(target, CopyKind.INCOMING, DomainState.PAUSED, false);
    target.destroy(only(target).identity());
    assertThat(target.observe().domains()).isEmpty();
  }

  @Test
  void shouldGiveTheDomainBackWhenItsNameIsInUseAtTheTarget() throws Exception {
    DomainIdentity occupant = target.create(bench.configuration(HypervisorBench.DOMAIN, 64));
    OutgoingTransfer sender = source.send(identity(), "m-1");
    IncomingTransfer receiver = target.receive("m-1");

    try (TestCarrier carrier = new TestCarrier(sender, receiver, bench.patience()).start()) {
      assertThat(reason(sender)).contains(Reason.TARGET_START_FAILED);
      assertThat(reason(receiver)).contains(Reason.NAME_IN_USE);
      assertThat(carrier.passed())
          .startsWith(Message.BANNER, Message.READY, Message.GO, Message.REPORT);
    }

    assertCopy(source, CopyKind.ORDINARY, DomainState.RUNNING, false);
    assertThat(only(target).identity()).isEqualTo(occupant);
  }

  @Test
  void shouldRunOnAtTheSourceWhenTheTargetLacksMemory() throws Exception {
    bench.exhaustMemory(target);
    List<DomainIdentity> before = identities(target);
    OutgoingTransfer sender = source.send(identity(), "m-1");
    IncomingTransfer receiver = target.receive("m-1");

    try (TestCarrier carrier = new TestCarrier(sender, receiver, bench.patience()).start()) {
      assertThat(reason(receiver)).contains(Reason.NO_MEMORY);
      assertThat(reason(sender))
          .hasValueSatisfying(r -> assertThat(r).isIn(Reason.STREAM_CUT, Reason.RECEIVER_FAILED));
      assertThat(carrier.passed()).doesNotContain(Message.READY);
    }

    assertCopy(source, CopyKind.ORDINARY, DomainState.RUNNING, false);
    assertThat(identities(target)).isEqualTo(before);
  }

  @Test
  void shouldSendToNobodyWhoIsNoReceiver() throws Exception {
    OutgoingTransfer sender = source.send(identity(), "m-1");

    sender
        .input()
        .write(
            ByteBuffer.wrap(
                "HTTP/1.1 400 Bad Request\r\n".repeat(4).getBytes(StandardCharsets.US_ASCII)));

    assertThat(reason(sender)).contains(Reason.NOT_A_RECEIVER);
    assertCopy(source, CopyKind.ORDINARY, DomainState.RUNNING, false);
    sender.cut();
  }

  @Test
  void shouldKeepNothingOfAStreamThatIsNone() throws Exception {
    IncomingTransfer receiver = target.receive("m-1");

    receiver
        .input()
        .write(ByteBuffer.wrap("garbage ".repeat(64).getBytes(StandardCharsets.US_ASCII)));
    receiver.input().close();

    assertThat(reason(receiver)).isPresent();
    assertThat(target.observe().domains()).isEmpty();
  }

  @Test
  void shouldRefuseASecondSenderOfTheSameDomain() throws Exception {
    DomainIdentity domain = identity();
    OutgoingTransfer first = source.send(domain, "m-1");

    HypervisorException refusal =
        catchThrowableOfType(HypervisorException.class, () -> source.send(domain, "m-2"));

    assertThat(refusal).isNotNull();
    assertThat(refusal.reason()).isEqualTo(Reason.ALREADY_MOVING);
    first.cut();
    assertThat(reason(first)).isPresent();
    assertCopy(source, CopyKind.ORDINARY, DomainState.RUNNING, false);
  }

  private void assertCopy(Hypervisor host, CopyKind kind, DomainState state, boolean transferring)
      throws Exception {
    Await.until(
        "the one copy on " + host.host() + " is " + kind + ", " + state,
        bench.patience(),
        () -> {
          List<DomainObservation> copies = host.observe().domains();
          return copies.size() == 1
              && copies.get(0).copyKind() == kind
              && copies.get(0).state() == state
              && copies.get(0).transferring() == transferring
              && copies.get(0).baseName().equals(HypervisorBench.DOMAIN);
        });
  }

  private TransferOutcome outcome(Transfer transfer) throws Exception {
    return transfer
        .outcome()
        .toCompletableFuture()
        .get(bench.patience().toMillis(), TimeUnit.MILLISECONDS);
  }

  private Optional<Reason> reason(Transfer transfer) throws Exception {
    return outcome(transfer).failure().map(HypervisorException::reason);
  }

  private DomainIdentity identity() throws HypervisorException {
    return only(source).identity();
  }

  private static DomainObservation only(Hypervisor host) throws HypervisorException {
    List<DomainObservation> copies = host.observe().domains();
    assertThat(copies).as("copies on %s", host.host()).hasSize(1);
    return copies.get(0);
  }

  private static List<DomainIdentity> identities(Hypervisor host) throws HypervisorException {
    return host.observe().domains().stream().map(DomainObservation::identity).toList();
  }
}
