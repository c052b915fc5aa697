// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal.relay;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.transhume.migration.side.WireMessage;

/**
 * One direction of a relay, carried step by step by somebody who has the time: a thread of its own,
 * for which channels block, or a simulation, in which they never do. Memory passes at once;
 * messages are held until they have leave to go on.
 */
public final class RelayLane {

  /** What a step has led to. */
  public enum Step {
    /** Bytes have moved, and perhaps more can. */
    MOVED,
    /** Nothing can move now. */
    IDLE,
    /** A message waits for leave. */
    HELD,
    /** Nothing will move any more. */
    ENDED
  }

  private static final Logger LOG = LoggerFactory.getLogger(RelayLane.class);

  private enum Leave {
    GO_ON,
    NEVER
  }

  /** What happens on a lane. */
  interface Events {

    /** A message has arrived and is held. */
    void seen(WireMessage message, int status);

    /** A message is about to go on. */
    void passes(WireMessage message);

    /** Bytes of memory are about to go on. */
    void passes(ByteBuffer memory);

    /** The direction broke. */
    void broken(IOException e);

    /** The direction has ended, whatever the reason; called once. */
    void ended();
  }

  /**
   * Where the direction begins and ends.
   *
   * @param from what is read
   * @param to what is written
   * @param drained whether what is left is read to its end, so that the process there can end
   */
  record Ends(ReadableByteChannel from, Outlet to, boolean drained) {}

  private final Ends ends;
  private final HandoverScanner scanner;
  private final ByteBuffer chunk;
  private final Events events;
  private final BlockingQueue<Leave> leaves = new LinkedBlockingQueue<>();
  private ByteBuffer outgoing = ByteBuffer.allocate(0);
  private Optional<HandoverScanner.Seen> held = Optional.empty();
  private Leave given;
  private volatile boolean speaksMemory;
  private boolean draining;
  private boolean ended;

  /** A lane on which only messages come. */
  static RelayLane ofMessages(Ends ends, HandoverScanner scanner, int chunkBytes, Events events) {
    return new RelayLane(ends, scanner, ByteBuffer.allocate(chunkBytes), events);
  }

  /** A lane on which memory comes until {@link #memoryIsOver}. */
  static RelayLane ofMemory(Ends ends, HandoverScanner scanner, int chunkBytes, Events events) {
    RelayLane lane = new RelayLane(ends, scanner, ByteBuffer.allocateDirect(chunkBytes), events);
    lane.speaksMemory = true;
    return lane;
  }

  private RelayLane(Ends ends, HandoverScanner scanner, ByteBuffer chunk, Events events) {
    this.ends = ends;
    this.scanner = scanner;
    this.chunk = chunk.limit(0);
    this.events = events;
  }

  /** What is read from now on are messages. */
  void memoryIsOver() {
    speaksMemory = false;
  }

  /** Lets the held message go on, or the next one. */
  void letGoOn() {
    leaves.add(Leave.GO_ON);
  }

  /** Drops held messages and lets none go on any more. */
  void letNothingGoOn() {
    leaves.add(Leave.NEVER);
  }

  /** Waits for the leave that {@link Step#HELD} lacks. */
  void awaitLeave() throws InterruptedException {
    given = leaves.take();
  }

  /** Moves what can be moved at once; blocks only where the channels do. */
  public Step step() {
    if (ended) {
      return Step.ENDED;
    }
    try {
      return draining ? drain() : carry();
    } catch (IOException e) {
      if (!draining) {
        events.broken(e);
        return finish();
      }
      // The process has closed its output: that is an end, too.
      return end();
    }
  }

  private Step carry() throws IOException {
    if (outgoing.hasRemaining()) {
      return ends.to().channel().write(outgoing) > 0 ? Step.MOVED : Step.IDLE;
    }
    if (held.isPresent()) {
      return passHeld();
    }
    if (chunk.hasRemaining()) {
      return scan();
    }
    int count = ends.from().read(chunk.clear());
    chunk.flip();
    if (count < 0) {
      return finish();
    }
    if (count > 0 && speaksMemory) {
      events.passes(chunk);
      outgoing = chunk.duplicate();
      chunk.position(chunk.limit());
    }
    return count > 0 ? Step.MOVED : Step.IDLE;
  }

  private Step scan() throws IOException {
    held = scanner.scan(chunk);
    held.ifPresent(seen -> events.seen(seen.message(), seen.status()));
    return Step.MOVED;
  }

  private Step passHeld() {
    Leave leave = given != null ? given : leaves.poll();
    given = null;
    if (leave == null) {
      return Step.HELD;
    }
    if (leave == Leave.NEVER) {
      return finish();
    }
    HandoverScanner.Seen seen = held.orElseThrow();
    held = Optional.empty();
    events.passes(seen.message());
    outgoing = onTheWire(seen);
    return Step.MOVED;
  }

  private static ByteBuffer onTheWire(HandoverScanner.Seen seen) {
    byte[] text = seen.message().bytes();
    boolean report = seen.message() == WireMessage.REPORT;
    ByteBuffer bytes = ByteBuffer.allocate(text.length + (report ? 1 : 0)).put(text);
    return (report ? bytes.put((byte) seen.status()) : bytes).flip();
  }

  private Step finish() {
    try {
      ends.to().end().close();
    } catch (IOException e) {
      LOG.debug("an outlet was closed before", e);
    }
    draining = ends.drained();
    return draining ? Step.MOVED : end();
  }

  private Step drain() throws IOException {
    int count = ends.from().read(chunk.clear());
    chunk.limit(0);
    if (count < 0) {
      return end();
    }
    return count > 0 ? Step.MOVED : Step.IDLE;
  }

  private Step end() {
    ended = true;
    events.ended();
    return Step.ENDED;
  }
}
