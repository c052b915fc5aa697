// SPDX-License-Identifier: Apache-2.0
package org.transhume.hypervisor.sim.internal;

import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.transhume.api.model.DomainState;
import org.transhume.spi.hypervisor.HypervisorException;
import org.transhume.spi.hypervisor.OutgoingTransfer;
import org.transhume.spi.hypervisor.Reason;

/**
 * {@code xl migrate}: what it does, in its order, and what it leaves behind wherever it fails. The
 * order is that of {@code tools/xl/xl_migrate.c} of Xen 4.17.
 */
final class Sender extends TransferProcess implements OutgoingTransfer {

  private enum Stage {
    AWAIT_BANNER,
    PRE_COPY,
    SUSPENDING,
    LAST_PAGES,
    AWAIT_READY,
    WAITING,
    AWAIT_REPORT,
    AWAIT_STATUS,
    AWAIT_GRANT
  }

  private static final long LATE_NANOS = TimeUnit.SECONDS.toNanos(5);

  /** A process-backed guest stands still for one tick in so many while its pages are copied. */
  private static final int THROTTLE_TICKS = 5;

  private final SimulatedDomain domain;
  private final String name;
  private final long thinness;
  private final PreCopy rounds;
  private Stage stage = Stage.AWAIT_BANNER;
  private long roundBeganAt;
  private long streamBytesLeft;
  private long streamBytesOfRound;
  private long position;
  private int ticks;
  private int status;
  private boolean halfway;
  private volatile Instant suspendedAt;

  Sender(
      SimulatedHost host,
      World world,
      String migrationId,
      Optional<Fault> fault,
      SimulatedDomain domain) {
    super(host, world, migrationId, fault, host.outbound());
    this.domain = domain;
    this.name = domain.name();
    this.thinness = world.settings().memoryBytesPerStreamByte();
    this.rounds = new PreCopy(domain.memoryBytes());
  }

  @Override
  public long memoryBytesPerStreamByte() {
    return thinness;
  }

  @Override
  public long expectedMemoryBytes() {
    return domain.machine().memoryBytes();
  }

  @Override
  public Optional<Instant> suspendedAt() {
    return Optional.ofNullable(suspendedAt);
  }

  @Override
  public void cut() {
    sever();
  }

  @Override
  boolean isOf(SimulatedDomain other) {
    return other == domain;
  }

  @Override
  String subject() {
    return name;
  }

  @Override
  boolean proceed() {
    return switch (stage) {
      case AWAIT_BANNER -> expect(Wire.BANNER, this::open, this::refuseBanner);
      case PRE_COPY, LAST_PAGES -> {
        if (outbox().broken()) {
          failAndResume(Reason.STREAM_CUT, "lost its stream");
        }
        yield false;
      }
      case AWAIT_READY ->
          expect(
              Wire.READY,
              this::handOver,
              () ->
                  failAndResume(Reason.STREAM_CUT, "lost its stream before the target was ready"));
      case AWAIT_REPORT -> expect(Wire.REPORT, () -> stage = Stage.AWAIT_STATUS, this::failBadly);
      case AWAIT_STATUS -> awaitStatus();
      case AWAIT_GRANT -> expect(Wire.GO, this::takeBack, this::failBadly);
      case SUSPENDING, WAITING -> false;
    };
  }

  private boolean expect(byte[] message, Runnable onMatch, Runnable otherwise) {
    Optional<byte[]> heard = inbox().take(message.length);
    if (heard.isEmpty() && !inbox().ended()) {
      return false;
    }
    (heard.filter(bytes -> Arrays.equals(bytes, message)).isPresent() ? onMatch : otherwise).run();
    return true;
  }

  // Steps 1 to 3

  private void open() {
    say("Saving to migration stream new xl format");
    outbox().put(Wire.MAGIC);
    byte[] head =
        new DomainImage.Head(
                domain.uuid(), DomainName.base(name), domain.configuration().text(), thinness)
            .encode();
    outbox().put(StreamBlock.number(head.length));
    outbox().put(head);
    outbox().flush();
    stage = Stage.PRE_COPY;
    useLink(true);
    if (took(Step.HEADER)) {
      beginRound();
      later(TICK_NANOS, this::tick);
    }
  }

  private void refuseBanner() {
    boolean silent = inbox().ended();
    say(silent ? "file/stream truncated reading banner" : "unexpected banner");
    end(
        Optional.of(
            silent
                ? failure(Reason.STREAM_CUT, "heard nothing of a receiver", Map.of())
                : failure(Reason.NOT_A_RECEIVER, "heard somebody else", Map.of())));
  }

  private void beginRound() {
    roundBeganAt = world().now();
    long bytes = rounds.pagesOfRound() * PreCopy.PAGE_BYTES;
    streamBytesOfRound = (bytes + thinness - 1) / thinness;
    streamBytesLeft = streamBytesOfRound;
    outbox().put(StreamBlock.round(rounds.round(), rounds.pagesOfRound()));
  }

  private void tick() {
    if (stage != Stage.PRE_COPY && stage != Stage.LAST_PAGES) {
      return;
    }
    if (outbox().broken()) {
      failAndResume(Reason.STREAM_CUT, "lost its stream");
      return;
    }
    long before = position;
    pump();
    if (hasEnded()) {
      return;
    }
    stream(position > before);
    throttle();
    later(TICK_NANOS, this::tick);
  }

  private void pump() {
    boolean sending = true;
    while (sending && outbox().flush()) {
      if (streamBytesLeft == 0) {
        sending = roundEnds();
      } else {
        sending = sendSome();
      }
    }
  }

  private boolean sendSome() {
    if (hasStruck(Fault.Kind.STREAM_STALLS)) {
      return false;
    }
    long room = Math.min(StreamBlock.MOST_PAGE_BYTES, outbox().room() - StreamBlock.PAGES_OVERHEAD);
    long count = Math.min(Math.min(streamBytesLeft, room), (long) (credit() / thinness));
    if (count <= 0) {
      return false;
    }
    outbox().put(StreamBlock.pages((int) count, position));
    position += count;
    streamBytesLeft -= count;
    spend((double) count * thinness);
    if (!halfway && streamBytesLeft * 2 <= streamBytesOfRound) {
      halfway = true;
      return took(Step.PRE_COPY);
    }
    return true;
  }

  /** Ends a round; answers whether there is more to send at once. */
  private boolean roundEnds() {
    if (stage == Stage.LAST_PAGES) {
      sendState();
      return false;
    }
    long dirty =
        PreCopy.dirtied(
            domain.state().isRunning() ? domain.dirtyBytesPerSecond() : 0,
            domain.guest().workingSetBytes(),
            world().now() - roundBeganAt);
    if (rounds.next(dirty)) {
      beginRound();
      return true;
    }
    suspend();
    return false;
  }

  // Step 4

  private void suspend() {
    stage = Stage.SUSPENDING;
    world().programs().go(domain.uuid());
    later(world().costs().suspendNanos(), this::guestAnswers);
  }

  private void guestAnswers() {
    boolean deaf =
        hasStruck(Fault.Kind.GUEST_DOES_NOT_SUSPEND)
            || hasStruck(Fault.Kind.GUEST_SUSPENDS_LATE)
            || !domain.guest().suspends()
            || domain.state() == DomainState.PAUSED;
    if (host().isHere(domain) && deaf) {
      later(world().costs().suspendTimeoutNanos(), this::giveUp);
    } else if (!host().isHere(domain) || !domain.state().isRunning()) {
      say("Domain has not been suspended");
      failAndResume(Reason.FAILED, "found no guest that could be suspended");
    } else {
      host().setState(domain, DomainState.SUSPENDED);
      suspendedAt = host().clock().instant();
      stage = Stage.LAST_PAGES;
      if (took(Step.SUSPEND)) {
        beginRound();
        tick();
      }
    }
  }

  /** As xl does after this failure, and after this one alone: it resumes nobody. */
  private void giveUp() {
    say("guest didn't acknowledge suspend, cancelling request");
    say("Migration failed, failed to suspend at sender.");
    if (hasStruck(Fault.Kind.GUEST_SUSPENDS_LATE)) {
      world().timeline().after(LATE_NANOS, this::suspendLate);
    }
    end(
        Optional.of(
            failure(
                Reason.GUEST_DID_NOT_SUSPEND,
                "asked the guest in vain to suspend; it may still do so",
                Map.of())));
  }

  private void suspendLate() {
    if (host().isHere(domain) && domain.state().isRunning()) {
      host().setState(domain, DomainState.SUSPENDED);
    }
  }

  private void sendState() {
    outbox()
        .put(
            StreamBlock.state(
                new DomainImage.State(
                        domain.elapsedNanos(world().now()),
                        domain.demand().text(),
                        domain.dirtyBytesPerSecond(),
                        domain.image())
                    .encode()));
    outbox().put(StreamBlock.number(outbox().checksum()));
    outbox().flush();
    useLink(false);
    stream(false);
    stage = Stage.AWAIT_READY;
  }

  // Steps 5 to 7

  private void handOver() {
    say("migration sender: Target has acknowledged transfer.");
    stage = Stage.WAITING;
    if (took(Step.READY)) {
      later(world().costs().renameNanos(), this::renameAway);
    }
  }

  private void renameAway() {
    if (!host().isHere(domain)) {
      failAndResume(Reason.FAILED, "found its domain gone");
      return;
    }
    host().rename(domain, DomainName.migratedAway(DomainName.base(name)));
    if (!took(Step.RENAME_AWAY)) {
      return;
    }
    say("migration sender: Giving target permission to start.");
    outbox().put(Wire.GO);
    if (!outbox().flush() || outbox().broken()) {
      failBadly();
      return;
    }
    stage = Stage.AWAIT_REPORT;
    took(Step.GO);
  }

  // Step 10

  private boolean awaitStatus() {
    Optional<byte[]> heard = inbox().take(1);
    if (heard.isEmpty() && !inbox().ended()) {
      return false;
    }
    heard.ifPresentOrElse(bytes -> hearStatus(bytes[0]), this::failBadly);
    return true;
  }

  private void hearStatus(int code) {
    status = code;
    if (code != 0) {
      say("migration sender: Target reports startup failure (status code " + code + ").");
      stage = Stage.AWAIT_GRANT;
      return;
    }
    say("migration sender: Target reports successful startup.");
    stage = Stage.WAITING;
    if (took(Step.REPORT)) {
      later(world().costs().destroyNanos(), this::succeed);
    }
  }

  private void succeed() {
    if (!hasStruck(Fault.Kind.SOURCE_STAYS)) {
      host().remove(domain);
    }
    say("Migration successful.");
    end(Optional.empty());
  }

  private void takeBack() {
    say("migration sender: Trying to resume at our end.");
    if (host().isHere(domain)) {
      host().rename(domain, name);
    }
    if (host().resumeIfSuspended(domain)) {
      say("migration sender: Resumed OK.");
    }
    say("Migration failed due to problems at target.");
    end(
        Optional.of(
            failure(
                Reason.TARGET_START_FAILED,
                "could not be started at the target and goes on here",
                Map.of("status", Integer.toString(status)))));
  }

  // Ways to fail

  private void failAndResume(Reason reason, String what) {
    HypervisorException failure = failure(reason, what, Map.of());
    say("Migration failed, resuming at sender.");
    world().programs().go(domain.uuid());
    host().resumeIfSuspended(domain);
    end(Optional.of(failure));
  }

  private void failBadly() {
    say("** Migration failed during final handshake **");
    say("Domain state is now undefined !");
    end(
        Optional.of(
            failure(
                Reason.HANDOVER_UNDECIDED,
                "lost its stream within the hand-over: look on both hosts where it runs",
                Map.of())));
  }

  private void throttle() {
    if (stage == Stage.PRE_COPY && domain.state().isRunning()) {
      int phase = ticks++ % THROTTLE_TICKS;
      if (phase == 0) {
        world().programs().stop(domain.uuid());
      } else if (phase == 1) {
        world().programs().go(domain.uuid());
      }
    }
  }
}
