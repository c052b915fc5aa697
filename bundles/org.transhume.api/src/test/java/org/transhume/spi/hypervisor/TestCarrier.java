// SPDX-License-Identifier: Apache-2.0
package org.transhume.spi.hypervisor;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * Carries the bytes of a migration between its two halves, recognises the messages of the hand-over
 * as they pass, and can hold each of them back: its last byte is not handed on before it is
 * released.
 */
final class TestCarrier implements AutoCloseable {

  /** The messages of the hand-over in their order, as Xen spells them. */
  enum Message {
    BANNER("xl migration receiver ready, send binary domain data.\n"),
    READY("domain received, ready to unpause\0"),
    GO("domain is yours, you are cleared to unpause\0"),
    REPORT("my copy unpause results are as follows\0");

    private final String text;

    Message(String text) {
      this.text = text;
    }
  }

  private final OutgoingTransfer sender;
  private final IncomingTransfer receiver;
  private final Duration patience;
  private final List<Message> passed = new ArrayList<>();
  private final Set<Message> arrived = EnumSet.noneOf(Message.class);
  private final Set<Message> held = EnumSet.noneOf(Message.class);
  private final List<Thread> threads = new ArrayList<>();
  private boolean holdsMemory;
  private long forwardBytes;
  private boolean stopped;

  TestCarrier(OutgoingTransfer sender, IncomingTransfer receiver, Duration patience) {
    this.sender = sender;
    this.receiver = receiver;
    this.patience = patience;
  }

  TestCarrier hold(Message message) {
    held.add(message);
    return this;
  }

  /** Memory that has come this far goes no further: the sender never ends its pre-copy. */
  TestCarrier holdMemory() {
    holdsMemory = true;
    return this;
  }

  TestCarrier start() {
    spawn("to the receiver", () -> carry(sender.output(), receiver.input(), true));
    spawn("to the sender", () -> carry(receiver.output(), sender.input(), false));
    return this;
  }

  /** Waits until a message has come this far, be it held back or not. */
  void awaitArrival(Message message) throws Exception {
    Await.until(message + " arrives", patience, () -> arrived(message));
  }

  /** Waits until that many bytes of the sender have passed. */
  void awaitBytes(long bytes) throws Exception {
    Await.until(bytes + " bytes pass", patience, () -> forwardBytes() >= bytes);
  }

  synchronized void release(Message message) {
    held.remove(message);
    notifyAll();
  }

  /** The messages that passed, in their order. */
  synchronized List<Message> passed() {
    return List.copyOf(passed);
  }

  synchronized long forwardBytes() {
    return forwardBytes;
  }

  /** Cuts the stream on both sides, as a cancelling agent does. */
  void cut() {
    sender.cut();
    receiver.cut();
    stop();
  }

  @Override
  public void close() throws InterruptedException {
    cut();
    for (Thread thread : threads) {
      thread.join(patience.toMillis());
    }
  }

  private synchronized boolean arrived(Message message) {
    return arrived.contains(message);
  }

  private synchronized void stop() {
    stopped = true;
    notifyAll();
  }

  private void spawn(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    threads.add(thread);
    thread.start();
  }

  private void carry(ReadableByteChannel from, WritableByteChannel to, boolean forward) {
    StringBuilder heard = new StringBuilder();
    ByteBuffer buffer = ByteBuffer.allocate(8192);
    try {
      while (from.read(buffer.clear()) >= 0) {
        buffer.flip();
        if (forward && !arrived(Message.READY)) {
          passGate(buffer.remaining());
          write(to, buffer);
        } else {
          carryWatched(buffer, to, heard);
        }
      }
    } catch (IOException e) {
      // One side left: whatever is still under way has nobody to hear it.
    } finally {
      closeQuietly(forward ? to : sender.input());
      if (forward) {
        closeQuietly(from);
      }
    }
  }

  private void carryWatched(ByteBuffer buffer, WritableByteChannel to, StringBuilder heard)
      throws IOException {
    while (buffer.hasRemaining()) {
      byte next = buffer.get();
      heard.append(new String(new byte[] {next}, StandardCharsets.ISO_8859_1));
      for (Message message : Message.values()) {
        if (heard.toString().endsWith(message.text)) {
          passGate(message);
        }
      }
      write(to, ByteBuffer.wrap(new byte[] {next}));
    }
  }

  private synchronized void passGate(Message message) throws IOException {
    arrived.add(message);
    awaitWhile(() -> held.contains(message));
    passed.add(message);
  }

  private synchronized void passGate(int bytes) throws IOException {
    forwardBytes += bytes;
    if (holdsMemory) {
      awaitWhile(() -> true);
    }
  }

  private synchronized void awaitWhile(BooleanSupplier holds) throws IOException {
    while (holds.getAsBoolean() && !stopped) {
      try {
        wait();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", e);
      }
    }
    if (stopped) {
      throw new IOException("cut");
    }
  }

  private static void write(WritableByteChannel to, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      to.write(bytes);
    }
  }

  private static void closeQuietly(AutoCloseable channel) {
    try {
      channel.close();
    } catch (Exception e) {
      throw new IllegalStateException("a channel cannot be closed", e);
    }
  }
}
