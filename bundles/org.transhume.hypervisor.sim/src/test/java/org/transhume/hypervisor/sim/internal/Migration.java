// SPDX-License-Identifier: Apache-2.0
package org.transhume.hypervisor.sim.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.transhume.spi.hypervisor.IncomingTransfer;
import org.transhume.spi.hypervisor.OutgoingTransfer;
import org.transhume.spi.hypervisor.Transfer;
import org.transhume.spi.hypervisor.TransferOutcome;

/** The two halves of a migration in real time, and two threads that carry its bytes. */
final class Migration implements AutoCloseable {

  private final OutgoingTransfer sender;
  private final IncomingTransfer receiver;
  private final Duration patience;
  private final List<Thread> carriers = new ArrayList<>();

  private Migration(OutgoingTransfer sender, IncomingTransfer receiver, Duration patience) {
    this.sender = sender;
    this.receiver = receiver;
    this.patience = patience;
  }

  static Migration inRealTime(
      OutgoingTransfer sender, IncomingTransfer receiver, Duration patience) {
    Migration migration = new Migration(sender, receiver, patience);
    migration.carry(sender.output(), receiver.input());
    migration.carry(receiver.output(), sender.input());
    return migration;
  }

  List<TransferOutcome> awaitOutcomes() {
    return List.of(outcome(sender), outcome(receiver));
  }

  @Override
  public void close() {
    sender.cut();
    receiver.cut();
    try {
      for (Thread carrier : carriers) {
        carrier.join(patience.toMillis());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private TransferOutcome outcome(Transfer transfer) {
    try {
      return transfer
          .outcome()
          .toCompletableFuture()
          .get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new IllegalStateException("no outcome of " + transfer, e);
    }
  }

  private void carry(ReadableByteChannel from, WritableByteChannel to) {
    Thread carrier =
        new Thread(
            () -> {
              ByteBuffer buffer = ByteBuffer.allocate(4096);
              try (from;
                  to) {
                while (from.read(buffer.clear()) >= 0) {
                  to.write(buffer.flip());
                }
              } catch (IOException e) {
                // One half has left: there is nobody to carry to any more.
              }
            },
            "carrier");
    carrier.setDaemon(true);
    carriers.add(carrier);
    carrier.start();
  }
}
