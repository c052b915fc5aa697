// SPDX-License-Identifier: Apache-2.0
package org.transhume.hypervisor.xl.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A program's output that is read to its end even when its reader has left. {@code xl
 * migrate-receive} reports its failure before it destroys its copy; where it cannot write the
 * report it leaves a complete, paused copy behind.
 */
final class DrainedChannel implements ReadableByteChannel {

  private static final Logger LOG = LoggerFactory.getLogger(DrainedChannel.class);

  private final FileChannel pipe;
  private final AtomicBoolean closed = new AtomicBoolean();

  DrainedChannel(FileChannel pipe) {
    this.pipe = pipe;
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    if (closed.get()) {
      throw new ClosedChannelException();
    }
    return pipe.read(target);
  }

  @Override
  public boolean isOpen() {
    return !closed.get();
  }

  /** Leaves the rest to a thread, which ends with the program. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      Thread drain = new Thread(this::drain, "transhume-xl-drain");
      drain.setDaemon(true);
      drain.start();
    }
  }

  private void drain() {
    ByteBuffer waste = ByteBuffer.allocate(4096);
    try (pipe) {
      while (pipe.read(waste.clear()) >= 0) {
        LOG.trace("A receiver said {} more bytes that nobody waits for", waste.position());
      }
    } catch (IOException e) {
      LOG.debug("The rest of a receiver's output cannot be read", e);
    }
  }
}
