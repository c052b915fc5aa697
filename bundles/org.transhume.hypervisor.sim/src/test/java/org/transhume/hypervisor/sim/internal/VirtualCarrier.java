// SPDX-License-Identifier: Apache-2.0
package org.transhume.hypervisor.sim.internal;

import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;

/**
 * Carries a migration's bytes in virtual time, as a good relay does: it keeps half-close, and reads
 * what the receiver says to the end even when nobody hears it any more.
 */
final class VirtualCarrier {

  private static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private final VirtualTimeline timeline;
  private final Direction forward;
  private final Direction backward;
  private boolean stalled;

  VirtualCarrier(VirtualTimeline timeline, Sender sender, Receiver receiver) {
    this.timeline = timeline;
    this.forward = new Direction(sender.outputPipe(), receiver.inputPipe(), false);
    this.backward = new Direction(receiver.outputPipe(), sender.inputPipe(), true);
    timeline.after(0, this::carry);
  }

  /** Carries nothing until it is told otherwise. */
  void stall(boolean stall) {
    stalled = stall;
  }

  long forwardBytes() {
    return forward.carried;
  }

  private void carry() {
    if (!stalled) {
      forward.carry();
      backward.carry();
    }
    if (!forward.closed || !backward.closed) {
      timeline.after(STEP_NANOS, this::carry);
    }
  }

  private static final class Direction {

    private final BytePipe from;
    private final BytePipe to;
    private final boolean drain;
    private ByteBuffer left = ByteBuffer.allocate(0);
    private boolean deaf;
    private boolean closed;
    private long carried;

    Direction(BytePipe from, BytePipe to, boolean drain) {
      this.from = from;
      this.to = to;
      this.drain = drain;
    }

    private void carry() {
      while (!closed && (left.hasRemaining() ? write() : read())) {
        // As long as bytes move.
      }
    }

    private boolean read() {
      ByteBuffer buffer = ByteBuffer.allocate(512);
      int count = from.poll(buffer);
      if (count == BytePipe.BROKEN) {
        to.closeWriter();
        closed = true;
        return false;
      }
      carried += count;
      left = deaf ? ByteBuffer.allocate(0) : buffer.flip();
      return count > 0;
    }

    private boolean write() {
      int count = to.offer(left);
      if (count == BytePipe.BROKEN) {
        left = ByteBuffer.allocate(0);
        deaf = true;
        if (!drain) {
          from.closeReader();
        }
        return true;
      }
      return count > 0;
    }
  }
}
