// SPDX-License-Identifier: Apache-2.0
package org.transhume.hypervisor.sim.internal;

import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.transhume.spi.hypervisor.HypervisorException;
import org.transhume.spi.hypervisor.Reason;
import org.transhume.spi.hypervisor.TransferOutcome;

/**
 * A simulated {@code xl migrate} or {@code xl migrate-receive}: a process between two pipes. It
 * lives inside the simulation's lock; only the methods of the SPI are for everybody.
 */
abstract class TransferProcess {

  static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private static final int LAST_LINES = 20;

  private final SimulatedHost host;
  private final World world;
  private final String migrationId;
  private final Optional<Fault> fault;
  private final Link link;
  private final BytePipe in;
  private final BytePipe out;
  private final ReadableByteChannel output;
  private final WritableByteChannel input;
  private final Inbox inbox;
  private final Outbox outbox;
  private final CompletableFuture<TransferOutcome> outcome = new CompletableFuture<>();
  private final List<String> lines = new ArrayList<>();
  private final Set<Fault.Kind> struck = EnumSet.noneOf(Fault.Kind.class);
  private boolean ended;
  private boolean streaming;
  private double credit;
  private long creditedAt;

  TransferProcess(
      SimulatedHost host, World world, String migrationId, Optional<Fault> fault, Link link) {
    this.host = host;
    this.world = world;
    this.migrationId = migrationId;
    this.fault = fault;
    this.link = link;
    this.in = new BytePipe(world.settings().pipeBytes());
    this.out = new BytePipe(world.settings().pipeBytes());
    boolean mayBlock = world.timeline().passesByItself();
    this.output = mayBlock ? out.source() : out.sourceThatNeverBlocks();
    this.input = mayBlock ? in.sink() : in.sinkThatNeverBlocks();
    this.inbox = new Inbox(in);
    this.outbox = new Outbox(out);
  }

  /** Takes one step if it can. */
  abstract boolean proceed();

  /** Whether this process moves that copy. */
  abstract boolean isOf(SimulatedDomain domain);

  /** The domain's name, as far as it is known, for those who read along. */
  abstract String subject();

  // For everybody

  public final ReadableByteChannel output() {
    return output;
  }

  public final WritableByteChannel input() {
    return input;
  }

  public final CompletionStage<TransferOutcome> outcome() {
    return outcome.minimalCompletionStage();
  }

  /** What the process says, for carriers that live in virtual time. */
  final BytePipe outputPipe() {
    return out;
  }

  /** What the process hears, for carriers that live in virtual time. */
  final BytePipe inputPipe() {
    return in;
  }

  // For the host

  final void begin() {
    Doorbell doorbell = new Doorbell(world.timeline(), this::proceedAsFarAsPossible);
    in.onActivity(doorbell::ring);
    out.onActivity(doorbell::ring);
    creditedAt = world.now();
    doorbell.ring();
  }

  final boolean isStreaming() {
    return streaming;
  }

  final Link link() {
    return link;
  }

  /** The process is killed: whatever it was about to do stays undone. */
  final void die() {
    if (!ended) {
      say("Killed");
      end(Optional.of(failure(Reason.KILLED, "was ended by a signal", Map.of())));
    }
  }

  // For the process itself

  final SimulatedHost host() {
    return host;
  }

  final World world() {
    return world;
  }

  final Inbox inbox() {
    return inbox;
  }

  final Outbox outbox() {
    return outbox;
  }

  final boolean hasEnded() {
    return ended;
  }

  final boolean hasStruck(Fault.Kind kind) {
    return struck.contains(kind);
  }

  final void say(String line) {
    lines.add(line);
    if (lines.size() > LAST_LINES) {
      lines.remove(0);
    }
  }

  final void later(long nanos, Runnable action) {
    world
        .timeline()
        .after(
            nanos,
            () -> {
              if (!ended) {
                action.run();
                proceedAsFarAsPossible();
              }
            });
  }

  /**
   * A step has been taken; now its fault strikes, if there is one.
   *
   * @return whether the process lives on
   */
  final boolean took(Step step) {
    world.publish(host.name(), subject(), "step " + step.word());
    fault.filter(f -> f.step() == step && struck.add(f.kind())).ifPresent(this::strike);
    return !ended;
  }

  /** The transport is gone: nothing more will be heard, and nobody hears. */
  final void sever() {
    in.closeWriter();
    out.closeReader();
  }

  final void stream(boolean moving) {
    if (streaming != moving) {
      host.settle();
      streaming = moving;
    }
  }

  final void useLink(boolean use) {
    if (use) {
      link.join(this);
    } else {
      link.leave(this);
    }
  }

  /**
   * Memory that may pass by now at the link's pace; what was left unused for more than a few ticks
   * is lost.
   */
  final double credit() {
    long now = world.now();
    double most = link.share() * TICK_NANOS * 4 / 1e9;
    credit = Math.min(most, credit + link.share() * (now - creditedAt) / 1e9);
    creditedAt = now;
    return credit;
  }

  final void spend(double memoryBytes) {
    credit -= memoryBytes;
  }

  final void end(Optional<HypervisorException> failure) {
    useLink(false);
    stream(false);
    ended = true;
    host.ended(this);
    in.closeReader();
    out.closeWriter();
    world.publish(
        host.name(), subject(), failure.map(f -> "failed: " + f.reason()).orElse("succeeded"));
    TransferOutcome result = new TransferOutcome(failure, lines);
    world.lock().afterwards(() -> outcome.complete(result));
  }

  final HypervisorException failure(Reason reason, String what, Map<String, String> operands) {
    Map<String, String> all = new TreeMap<>(operands);
    all.put("host", host.name());
    all.put("domain", subject());
    all.put("migration", migrationId);
    return new HypervisorException(
        reason,
        "Migration " + migrationId + " of " + subject() + " on " + host.name() + " " + what + ".",
        all);
  }

  private void proceedAsFarAsPossible() {
    boolean more = true;
    while (more && !ended) {
      more = proceed();
    }
  }

  private void strike(Fault f) {
    world.publish(host.name(), subject(), "fault " + f);
    switch (f.kind()) {
      case SENDER_DIES, RECEIVER_DIES -> die();
      case STREAM_CUT, RECEIVER_STREAM_CUT -> sever();
      case GUEST_REBOOTS -> guest(GuestEvent.Kind.REBOOT);
      case GUEST_POWERS_OFF -> guest(GuestEvent.Kind.POWER_OFF);
      case GUEST_CRASHES -> guest(GuestEvent.Kind.CRASH);
      default -> {
        // The process asks for these where they matter.
      }
    }
  }

  private void guest(GuestEvent.Kind kind) {
    host.domains().stream().filter(this::isOf).forEach(domain -> host.guestEnds(domain, kind));
  }
}
