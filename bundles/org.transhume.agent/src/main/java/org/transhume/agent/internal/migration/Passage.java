// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal.migration;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.transhume.agent.internal.AgentContext;
import org.transhume.agent.internal.relay.Relay;
import org.transhume.agent.internal.relay.RelayMeter;
import org.transhume.agent.internal.relay.Throttle;
import org.transhume.api.model.Explanation;
import org.transhume.migration.side.Side;
import org.transhume.migration.side.SideEvent;
import org.transhume.migration.side.WireMessage;
import org.transhume.spi.hypervisor.DomainIdentity;
import org.transhume.spi.hypervisor.HypervisorException;
import org.transhume.spi.hypervisor.IncomingTransfer;
import org.transhume.spi.hypervisor.OutgoingTransfer;
import org.transhume.spi.hypervisor.Transfer;
import org.transhume.spi.transport.StreamConnection;

/**
 * The way a migration's bytes take through this host: the stream, the hypervisor's half, and the
 * relay between them. Safe for use by several threads; what it calls may block, so it is used on
 * workers, but for {@link #forward} and what only reads.
 */
final class Passage {

  private static final Logger LOG = LoggerFactory.getLogger(Passage.class);

  private final AgentContext context;
  private final String id;
  private final Side side;
  private final LongSupplier bandwidthLimit;
  private final Consumer<SideEvent> events;
  private final RelayMeter meter;
  private StreamConnection stream;
  private Transfer transfer;
  private Relay relay;
  private boolean cut;

  /**
   * A way that nothing takes yet.
   *
   * @param bandwidthLimit bytes of memory per second, asked each time; 0 for none
   * @param events takes what happens on it; called on any thread
   */
  Passage(
      AgentContext context,
      String id,
      Side side,
      LongSupplier bandwidthLimit,
      Consumer<SideEvent> events) {
    this.context = context;
    this.id = id;
    this.side = side;
    this.bandwidthLimit = bandwidthLimit;
    this.events = events;
    this.meter = new RelayMeter(context.nanoTime());
  }

  /** The stream is up. */
  synchronized void join(StreamConnection opened) {
    if (cut) {
      opened.close();
    } else {
      stream = opened;
    }
  }

  /** Starts the sender or the receiver and lets the bytes flow. */
  void start(Optional<DomainIdentity> domain) {
    try {
      Transfer started =
          side == Side.SOURCE
              ? context.hypervisor().send(domain.orElseThrow(), id)
              : context.hypervisor().receive(id);
      begin(started);
      started
          .outcome()
          .thenAccept(
              outcome ->
                  events.accept(
                      new SideEvent.TransferEnded(
                          outcome.failure().map(HypervisorException::explanation))));
    } catch (HypervisorException e) {
      LOG.warn("migration {}: the {} could not begin", id, side.word(), e);
      cut();
      events.accept(new SideEvent.TransferEnded(Optional.of(e.explanation())));
    }
  }

  private synchronized void begin(Transfer started) {
    transfer = started;
    relay =
        Relay.start(
            id,
            side,
            new Relay.Joint(started, stream, meter),
            paceOf(started),
            listener(),
            context.execution().relayCarrier());
    if (cut) {
      relay.cut();
    }
  }

  private Relay.Listener listener() {
    return new Relay.Listener() {
      @Override
      public void messageSeen(WireMessage message, int status) {
        events.accept(new SideEvent.MessageSeen(message, status));
      }

      @Override
      public void broken(Explanation why) {
        events.accept(new SideEvent.StreamBroken(why));
      }
    };
  }

  /** Only pre-copy is slowed down: while the guest is suspended every byte is downtime. */
  private Relay.Pace paceOf(Transfer started) {
    if (!(started instanceof OutgoingTransfer sender)) {
      return bytes -> 0;
    }
    Throttle throttle = new Throttle(bandwidthLimit, context.nanoTime());
    return bytes -> {
      long wait = throttle.nanosToWaitFor(bytes * sender.memoryBytesPerStreamByte());
      return wait > 0 && sender.suspendedAt().isPresent() ? 0 : wait;
    };
  }

  /** Lets a held message go on. */
  void forward(WireMessage message) {
    relay().ifPresent(carrying -> carrying.forward(message));
  }

  /** Cuts it. A receiver that does not leave after that is ended after a while. */
  void cut() {
    Optional<Relay> carrying;
    synchronized (this) {
      cut = true;
      carrying = Optional.ofNullable(relay);
      if (carrying.isEmpty() && stream != null) {
        stream.close();
      }
    }
    carrying.ifPresent(Relay::cut);
    transfer()
        .filter(IncomingTransfer.class::isInstance)
        .map(IncomingTransfer.class::cast)
        .ifPresent(this::killLater);
  }

  private void killLater(IncomingTransfer receiver) {
    long millis = context.settings().get().patience().killMillis();
    context
        .execution()
        .later(millis, () -> context.execution().workers().execute(() -> kill(receiver)));
  }

  private void kill(IncomingTransfer receiver) {
    if (!receiver.outcome().toCompletableFuture().isDone()) {
      LOG.warn("migration {}: the receiver did not leave and is ended", id);
      receiver.kill();
    }
  }

  /** For how long nothing has come, once bytes could. */
  long silentMillis() {
    return relay().isEmpty() ? 0 : meter.silentNanos() / 1_000_000;
  }

  /** What has passed so far, without a rate. */
  MigrationView.Progress progress() {
    Optional<OutgoingTransfer> sender =
        transfer().filter(OutgoingTransfer.class::isInstance).map(OutgoingTransfer.class::cast);
    long ratio = sender.map(OutgoingTransfer::memoryBytesPerStreamByte).orElse(1L);
    return new MigrationView.Progress(
        meter.streamBytes() * ratio,
        sender.map(OutgoingTransfer::expectedMemoryBytes).orElse(0L),
        null,
        meter.round().isPresent() ? meter.round().getAsInt() : null);
  }

  /** When the guest was suspended, at the source. */
  Optional<Instant> suspendedAt() {
    return transfer()
        .filter(OutgoingTransfer.class::isInstance)
        .flatMap(sender -> ((OutgoingTransfer) sender).suspendedAt());
  }

  /** For the log, when it ends. */
  Map<String, String> figures() {
    return Map.of(
        "streamBytes", Long.toString(meter.streamBytes()), "pages", Long.toString(meter.pages()));
  }

  private synchronized Optional<Relay> relay() {
    return Optional.ofNullable(relay);
  }

  private synchronized Optional<Transfer> transfer() {
    return Optional.ofNullable(transfer);
  }
}
