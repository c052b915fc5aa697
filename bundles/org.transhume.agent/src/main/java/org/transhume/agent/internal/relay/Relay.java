// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal.relay;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
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
 * until {@link #forward} lets it go on; memory passes at once. A thread serves each direction.
 *
 * <p>When the stream fails, the transfer's input is closed and its output read to the end, so that
 * the process can clean up after itself.
 */
public final class Relay {

  /** What a relay tells; called on its threads. */
  public interface Listener {

    /** A message has arrived and is held. */
    void messageSeen(WireMessage message, int status);

    /** The stream failed or carried something else; told at most once. */
    void broken(Explanation why);
  }

  private static final Logger LOG = LoggerFactory.getLogger(Relay.class);
  private static final int CHUNK_BYTES = 256 * 1024;

  /** In a queue of leaves to go on: that none will come. */
  private enum Leave {
    GO_ON,
    NEVER
  }

  private final String migrationId;
  private final Side side;
  private final Transfer transfer;
  private final StreamConnection stream;
  private final RelayMeter meter;
  private final Pace pace;
  private final Listener listener;
  private final BlockingQueue<Leave> leaveForGo = new LinkedBlockingQueue<>();
  private final BlockingQueue<Leave> leaveForTalk = new LinkedBlockingQueue<>();
  private final AtomicInteger running = new AtomicInteger(2);
  private volatile boolean readyPassed;
  private volatile boolean quiet;

  private Relay(String migrationId, Side side, Joint joint, Pace pace, Listener listener) {
    this.migrationId = migrationId;
    this.side = side;
    this.transfer = joint.transfer();
    this.stream = joint.stream();
    this.meter = joint.meter();
    this.pace = pace;
    this.listener = listener;
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

  /** Begins to carry. */
  public static Relay start(
      String migrationId, Side side, Joint joint, Pace pace, Listener listener) {
    Relay relay = new Relay(migrationId, side, joint, pace, listener);
    relay.thread("sender", relay::carrySender).start();
    relay.thread("receiver", relay::carryReceiver).start();
    return relay;
  }

  private Thread thread(String direction, Runnable work) {
    Thread thread =
        new Thread(work, "transhume-relay-" + migrationId + "-" + side.word() + "-" + direction);
    thread.setDaemon(true);
    return thread;
  }

  /** Lets the held message go on. */
  public void forward(WireMessage message) {
    (message == WireMessage.GO ? leaveForGo : leaveForTalk).add(Leave.GO_ON);
  }

  /**
   * Ends the conversation: held messages are dropped and the stream is closed. A sender is cut; a
   * receiver hears the end of its input and may say its last words.
   */
  public void cut() {
    quiet = true;
    leaveForGo.add(Leave.NEVER);
    leaveForTalk.add(Leave.NEVER);
    stream.close();
    if (side == Side.SOURCE) {
      transfer.cut();
    } else {
      close(Outlet.of(transfer));
    }
  }

  // The sender's direction

  private void carrySender() {
    ReadableByteChannel from = side == Side.SOURCE ? transfer.output() : stream.input();
    Outlet to = side == Side.SOURCE ? Outlet.of(stream) : Outlet.of(transfer);
    try {
      copyMemoryThenGo(from, to);
    } catch (IOException e) {
      broken(e, "sender's");
    } finally {
      close(to);
      drainOwn(from);
      ended();
    }
  }

  private void copyMemoryThenGo(ReadableByteChannel from, Outlet to) throws IOException {
    ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK_BYTES);
    HandoverScanner scanner = HandoverScanner.ofSender();
    while (from.read(chunk.clear()) >= 0) {
      chunk.flip();
      // Whatever the sender writes after it has heard READY is GO; nothing before it is.
      if (readyPassed) {
        if (!pass(scanner, chunk, to, leaveForGo)) {
          return;
        }
      } else {
        int bytes = chunk.remaining();
        meter.passed(chunk);
        to.write(chunk);
        LockSupport.parkNanos(this, pace.nanosAfter(bytes));
      }
    }
  }

  // The receiver's direction

  private void carryReceiver() {
    ReadableByteChannel from = side == Side.SOURCE ? stream.input() : transfer.output();
    Outlet to = side == Side.SOURCE ? Outlet.of(transfer) : Outlet.of(stream);
    ByteBuffer chunk = ByteBuffer.allocate(1024);
    HandoverScanner scanner = HandoverScanner.ofReceiver();
    try {
      while (from.read(chunk.clear()) >= 0 && pass(scanner, chunk.flip(), to, leaveForTalk)) {
        meter.heard();
      }
    } catch (IOException e) {
      broken(e, "receiver's");
    } finally {
      close(to);
      drainOwn(from);
      ended();
    }
  }

  /** Holds and passes each message in the chunk; false when none may pass any more. */
  private boolean pass(
      HandoverScanner scanner, ByteBuffer chunk, Outlet to, BlockingQueue<Leave> leaves)
      throws IOException {
    while (chunk.hasRemaining()) {
      Optional<HandoverScanner.Seen> seen = scanner.scan(chunk);
      if (seen.isEmpty()) {
        return true;
      }
      WireMessage message = seen.get().message();
      listener.messageSeen(message, seen.get().status());
      if (await(leaves) == Leave.NEVER) {
        return false;
      }
      if (message == WireMessage.READY) {
        readyPassed = true;
      }
      to.write(onTheWire(message, seen.get().status()));
    }
    return true;
  }

  private static ByteBuffer onTheWire(WireMessage message, int status) {
    byte[] text = message.bytes();
    boolean report = message == WireMessage.REPORT;
    ByteBuffer bytes = ByteBuffer.allocate(text.length + (report ? 1 : 0)).put(text);
    return (report ? bytes.put((byte) status) : bytes).flip();
  }

  private static Leave await(BlockingQueue<Leave> leaves) {
    try {
      return leaves.take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Leave.NEVER;
    }
  }

  // Endings

  private void broken(IOException e, String direction) {
    if (!quiet) {
      quiet = true;
      LOG.info(
          "migration {}: the {} direction broke at the {}", migrationId, direction, side.word(), e);
      String what = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
      listener.broken(
          new Explanation(
              e instanceof ProtocolException ? "NOT_THE_PROTOCOL" : "STREAM_BROKEN",
              "the migration stream broke in the " + direction + " direction: " + what,
              Map.of("side", side.word())));
    }
    stream.close();
  }

  /** Reads what this host's process still says to its end. */
  private void drainOwn(ReadableByteChannel from) {
    if (from != transfer.output()) {
      return;
    }
    ByteBuffer rest = ByteBuffer.allocate(CHUNK_BYTES);
    try {
      while (from.read(rest.clear()) >= 0) {
        LOG.trace("migration {}: {} bytes after the end are dropped", migrationId, rest.position());
      }
    } catch (IOException e) {
      LOG.debug(
          "migration {}: the {}'s process has closed its output", migrationId, side.word(), e);
    }
  }

  private void ended() {
    if (running.decrementAndGet() == 0) {
      stream.close();
    }
  }

  private void close(Outlet outlet) {
    try {
      outlet.end().close();
    } catch (IOException e) {
      LOG.debug("migration {}: an outlet at the {} was closed before", migrationId, side.word(), e);
    }
  }
}
