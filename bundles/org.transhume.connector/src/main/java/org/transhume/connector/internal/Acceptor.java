// SPDX-License-Identifier: Apache-2.0
package org.transhume.connector.internal;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Accepts connections on any number of ports with one thread, which nothing stops but {@link
 * #close}.
 */
final class Acceptor implements Closeable {

  private static final Logger LOG = LoggerFactory.getLogger(Acceptor.class);
  private static final int BACKLOG = 128;
  private static final long PAUSE_AFTER_FAILURE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  private static final long PATIENCE_MILLIS = 2_000;

  private final Selector selector;
  private final Queue<Runnable> afterSelection = new ConcurrentLinkedQueue<>();
  private final Thread thread;

  Acceptor(String name) throws IOException {
    selector = Selector.open();
    thread = new Thread(this::run, name);
    thread.setDaemon(true);
  }

  /**
   * Starts the thread when it is first needed. A client listens nowhere, and a Java process that
   * ends waits 0.3 s for threads that are in a system call.
   */
  private synchronized void start() {
    if (thread.getState() == Thread.State.NEW) {
      thread.start();
    }
  }

  /**
   * Listens.
   *
   * @param visitor gets each connection, in blocking mode; must not block
   * @return the port's channel, for {@link #end}
   */
  ServerSocketChannel listen(InetSocketAddress address, Consumer<SocketChannel> visitor)
      throws IOException {
    ServerSocketChannel channel = ServerSocketChannel.open();
    try {
      channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      channel.bind(address, BACKLOG);
      channel.configureBlocking(false);
      channel.register(selector, SelectionKey.OP_ACCEPT, visitor);
      start();
      selector.wakeup();
      return channel;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** Ends the listening; the address is free when this returns. */
  void end(ServerSocketChannel channel) {
    Sockets.closeQuietly(channel);
    // A selector lets go of a closed channel only when it next selects.
    CountDownLatch selected = new CountDownLatch(1);
    afterSelection.add(selected::countDown);
    selector.wakeup();
    awaitBriefly(selected);
  }

  private void awaitBriefly(CountDownLatch selected) {
    try {
      if (selector.isOpen() && !selected.await(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
        LOG.warn("A port that was closed may be in use for a little longer");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    while (selector.isOpen()) {
      try {
        selector.select(this::accept);
        for (Runnable next = afterSelection.poll(); next != null; next = afterSelection.poll()) {
          next.run();
        }
      } catch (IOException | RuntimeException | OutOfMemoryError e) {
        if (selector.isOpen()) {
          pauseAfter(e);
        }
      }
    }
  }

  @SuppressWarnings("unchecked")
  private void accept(SelectionKey key) {
    try {
      SocketChannel channel = ((ServerSocketChannel) key.channel()).accept();
      if (channel != null) {
        ((Consumer<SocketChannel>) key.attachment()).accept(channel);
      }
    } catch (ClosedChannelException e) {
      key.cancel();
    } catch (IOException e) {
      pauseAfter(e);
    }
  }

  /** Out of files or memory: others must get a chance to free some. */
  private static void pauseAfter(Throwable failure) {
    LOG.warn("Accepting a connection failed; going on", failure);
    LockSupport.parkNanos(PAUSE_AFTER_FAILURE_NANOS);
  }

  @Override
  public void close() throws IOException {
    if (!selector.isOpen()) {
      return;
    }
    for (SelectionKey key : selector.keys()) {
      Sockets.closeQuietly(key.channel());
    }
    selector.close();
    try {
      thread.join(PATIENCE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
