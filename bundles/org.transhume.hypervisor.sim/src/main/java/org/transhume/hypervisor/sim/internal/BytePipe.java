// SPDX-License-Identifier: Apache-2.0
package org.transhume.hypervisor.sim.internal;

import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;

/**
 * A pipe of bounded size, as the kernel has them: what is written comes out at the other end; a
 * reader sees its end when the writer has closed and everything was read; a writer whose reader has
 * closed is told so. Simulated processes use {@link #offer} and {@link #poll}, which never block;
 * whoever lives in real time uses the channels, which do.
 */
public final class BytePipe {

  /** What {@link #offer} and {@link #poll} answer when there is nobody at the other end. */
  public static final int BROKEN = -1;

  private final byte[] bytes;
  private int first;
  private int size;
  private boolean writerClosed;
  private boolean readerClosed;
  private Runnable activity = () -> {};

  /** An empty pipe that holds so many bytes. */
  public BytePipe(int capacity) {
    this.bytes = new byte[capacity];
  }

  /**
   * What to do after anything has changed; it is run on whatever thread has changed it, and must
   * neither block nor touch the pipe.
   */
  public void onActivity(Runnable action) {
    synchronized (this) {
      activity = action;
    }
  }

  /** Bytes that can be written now. */
  public synchronized int room() {
    return bytes.length - size;
  }

  /** Whether nobody will read any more. */
  public synchronized boolean readerGone() {
    return readerClosed;
  }

  /**
   * Writes what there is room for.
   *
   * @return how many bytes, or {@link #BROKEN} when nobody will read them
   */
  public int offer(ByteBuffer source) {
    Runnable action;
    int count;
    synchronized (this) {
      if (readerClosed || writerClosed) {
        return BROKEN;
      }
      count = Math.min(source.remaining(), bytes.length - size);
      for (int i = 0; i < count; i++) {
        bytes[(first + size++) % bytes.length] = source.get();
      }
      notifyAll();
      action = activity;
    }
    return told(action, count);
  }

  /**
   * Reads what there is.
   *
   * @return how many bytes, perhaps 0, or {@link #BROKEN} at the end
   */
  public int poll(ByteBuffer destination) {
    Runnable action;
    int count;
    synchronized (this) {
      if (readerClosed || (writerClosed && size == 0)) {
        return BROKEN;
      }
      count = Math.min(destination.remaining(), size);
      for (int i = 0; i < count; i++) {
        destination.put(bytes[first]);
        first = (first + 1) % bytes.length;
        size--;
      }
      notifyAll();
      action = activity;
    }
    return told(action, count);
  }

  /** Writes no more; the reader still gets what is in the pipe. */
  public void closeWriter() {
    Runnable action;
    synchronized (this) {
      writerClosed = true;
      notifyAll();
      action = activity;
    }
    action.run();
  }

  /** Reads no more; what is in the pipe is lost. */
  public void closeReader() {
    Runnable action;
    synchronized (this) {
      readerClosed = true;
      size = 0;
      notifyAll();
      action = activity;
    }
    action.run();
  }

  /** The end to read from, blocking. */
  public ReadableByteChannel source() {
    return new Source(true);
  }

  /** The end to write to, blocking. */
  public WritableByteChannel sink() {
    return new Sink(true);
  }

  /** The end to read from in virtual time: a read that finds nothing answers 0. */
  public ReadableByteChannel sourceThatNeverBlocks() {
    return new Source(false);
  }

  /** The end to write to in virtual time: what there is no room for stays unwritten. */
  public WritableByteChannel sinkThatNeverBlocks() {
    return new Sink(false);
  }

  private static int told(Runnable action, int count) {
    if (count > 0) {
      action.run();
    }
    return count;
  }

  private synchronized void awaitBytes() throws InterruptedException {
    while (size == 0 && !writerClosed && !readerClosed) {
      wait();
    }
  }

  private synchronized void awaitRoom() throws InterruptedException {
    while (size == bytes.length && !writerClosed && !readerClosed) {
      wait();
    }
  }

  private static InterruptedIOException interrupted() {
    Thread.currentThread().interrupt();
    return new InterruptedIOException("interrupted while waiting for a simulated process");
  }

  private final class Source implements ReadableByteChannel {

    private final boolean blocks;
    private volatile boolean open = true;

    Source(boolean blocks) {
      this.blocks = blocks;
    }

    @Override
    public int read(ByteBuffer destination) throws ClosedChannelException, InterruptedIOException {
      while (destination.hasRemaining()) {
        if (!open) {
          throw new ClosedChannelException();
        }
        int count = poll(destination);
        if (count != 0 || !blocks) {
          return count;
        }
        try {
          awaitBytes();
        } catch (InterruptedException e) {
          throw interrupted();
        }
      }
      return 0;
    }

    @Override
    public boolean isOpen() {
      return open;
    }

    @Override
    public void close() {
      open = false;
      closeReader();
    }
  }

  private final class Sink implements WritableByteChannel {

    private final boolean blocks;
    private volatile boolean open = true;

    Sink(boolean blocks) {
      this.blocks = blocks;
    }

    @Override
    public int write(ByteBuffer source) throws ClosedChannelException, InterruptedIOException {
      int written = 0;
      while (source.hasRemaining()) {
        int count = open ? offer(source) : BROKEN;
        if (count == BROKEN) {
          throw new ClosedChannelException();
        }
        written += count;
        if (!blocks) {
          return written;
        }
        if (source.hasRemaining()) {
          try {
            awaitRoom();
          } catch (InterruptedException e) {
            throw interrupted();
          }
        }
      }
      return written;
    }

    @Override
    public boolean isOpen() {
      return open;
    }

    @Override
    public void close() {
      open = false;
      closeWriter();
    }
  }
}
