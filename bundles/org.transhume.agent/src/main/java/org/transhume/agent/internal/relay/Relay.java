// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal.relay;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.transhume.api.model.Explanation;
import org.transhume.migration.side.Side;
import org.transhume.migration.side.WireMessage;
import org.transhume.spi.hypervisor.Transfer;
import org.transhume.spi.transport.StreamConnection;

/**
 * Joins one half of a migration with the stream to the other agent. The sender's direction carries
 * the memory and then GO; the receiver's carries banner, READY and report. Each message is held
 * until {@link #forward} lets it go on; memory passes at once.
 *
 * <p>When the stream fails, the transfer's input is closed and its output read to the end, so that
 * the process can clean up after itself.
 */
public final class Relay {

  /** What a relay tells; called by whoever steps its lanes. */
  public interface Listener {

    /** A message has arrived and is held. */
    void messageSeen(WireMessage message, int status);

    /** The stream failed or carried something else; told at most once. */
    void broken(Explanation why);
  }

  /**
   * What is joined.
   *
   * @param transfer this host's half
   * @param stream the way to the other
   * @param meter what counts the memory that passes
   */
  public record Joint(Transfer transfer, StreamConnection stream, RelayMeter meter) {}

  /** Says how long the sender's direction has to wait after so many bytes; 0 for not at all. */
  @FunctionalInterface
  public interface Pace {
    /** Nanoseconds to wait. */
    long nanosAfter(int bytes);
  }

  private static final Logger LOG = LoggerFactory.getLogger(Relay.class);
  private static final int MEMORY_CHUNK_BYTES = 256 * 1024;
  private static final int TALK_CHUNK_BYTES = 1024;

  private final String migrationId;
  private final Side side;
  private final Transfer transfer;
  private final StreamConnection stream;
  private final RelayMeter meter;
  private final Pace pace;
  private final Listener listener;
  private final RelayLane sender;
  private final RelayLane receiver;
  private final AtomicInteger running = new AtomicInteger(2);
  private final AtomicInteger unpaced = new AtomicInteger();
  private volatile boolean quiet;

  private Relay(String migrationId, Side side, Joint joint, Pace pace, Listener listener) {
    this.migrationId = migrationId;
    this.side = side;
    this.transfer = joint.transfer();
    this.stream = joint.stream();
    this.meter = joint.meter();
    this.pace = pace;
    this.listener = listener;
    boolean source = side == Side.SOURCE;
    this.sender =
        RelayLane.ofMemory(
            source
                ? new RelayLane.Ends(transfer.output(), Outlet.of(stream), true)
                : new RelayLane.Ends(stream.input(), Outlet.of(transfer), false),
            HandoverScanner.ofSender(),
            MEMORY_CHUNK_BYTES,
            new Direction("sender's"));
    this.receiver =
        RelayLane.ofMessages(
            source
                ? new RelayLane.Ends(stream.input(), Outlet.of(transfer), false)
                : new RelayLane.Ends(transfer.output(), Outlet.of(stream), true),
            HandoverScanner.ofReceiver(),
            TALK_CHUNK_BYTES,
            new Direction("receiver's"));
  }

  /** Begins to carry. */
  public static Relay start(
      String migrationId,
      Side side,
      Joint joint,
      Pace pace,
      Listener listener,
      RelayCarrier carrier) {
    Relay relay = new Relay(migrationId, side, joint, pace, listener);
    String name = "transhume-relay-" + migrationId + "-" + side.word();
    carrier.carry(name + "-sender", relay.sender, relay::restAfterMemory);
    carrier.carry(name + "-receiver", relay.receiver, () -> 0);
    return relay;
  }

  /** Lets the held message go on. */
  public void forward(WireMessage message) {
    (message == WireMessage.GO ? sender : receiver).letGoOn();
  }

  /**
   * Ends the conversation: held messages are dropped and the stream is closed. A sender is cut; a
   * receiver hears the end of its input and may say its last words.
   */
  public void cut() {
    quiet = true;
    sender.letNothingGoOn();
    receiver.letNothingGoOn();
    stream.close();
    if (side == Side.SOURCE) {
      transfer.cut();
    } else {
      endInput();
    }
  }

  /** How long to wait for the memory that has passed since this was asked last. */
  private long restAfterMemory() {
    int bytes = unpaced.getAndSet(0);
    return bytes == 0 ? 0 : pace.nanosAfter(bytes);
  }

  private void endInput() {
    try {
      transfer.input().close();
    } catch (IOException e) {
      LOG.debug("migration {}: the receiver's input was closed before", migrationId, e);
    }
  }

  /** What happens on one of the two lanes. */
  private final class Direction implements RelayLane.Events {

    private final String whose;

    Direction(String whose) {
      this.whose = whose;
    }

    @Override
    public void seen(WireMessage message, int status) {
      listener.messageSeen(message, status);
    }

    @Override
    public void passes(WireMessage message) {
      // Whatever the sender writes after it has heard READY is GO; nothing before it is.
      if (message == WireMessage.READY) {
        sender.memoryIsOver();
      }
      if (message != WireMessage.GO) {
        meter.heard();
      }
    }

    @Override
    public void passes(ByteBuffer memory) {
      meter.passed(memory);
      unpaced.addAndGet(memory.remaining());
    }

    @Override
    public void broken(IOException e) {
      if (!quiet) {
        quiet = true;
        LOG.info(
            "migration {}: the {} direction broke at the {}", migrationId, whose, side.word(), e);
        String what = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        listener.broken(
            new Explanation(
                e instanceof ProtocolException ? "NOT_THE_PROTOCOL" : "STREAM_BROKEN",
                "the migration stream broke in the " + whose + " direction: " + what,
                Map.of("side", side.word())));
      }
      stream.close();
    }

    @Override
    public void ended() {
      if (running.decrementAndGet() == 0) {
        stream.close();
      }
    }
  }
}
