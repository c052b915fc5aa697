// SPDX-License-Identifier: Apache-2.0
package org.transhume.hypervisor.xl.internal;

import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.transhume.spi.hypervisor.OutgoingTransfer;
import org.transhume.spi.hypervisor.TransferOutcome;

/**
 * {@code xl migrate}.
 *
 * @param half its process and channels
 * @param expectedMemoryBytes memory that it will copy at least once
 */
record XlSender(TransferHalf half, long expectedMemoryBytes) implements OutgoingTransfer {

  @Override
  public long memoryBytesPerStreamByte() {
    return 1;
  }

  @Override
  public Optional<Instant> suspendedAt() {
    return half.transcript().suspendedAt();
  }

  @Override
  public ReadableByteChannel output() {
    return half.output();
  }

  @Override
  public WritableByteChannel input() {
    return half.input();
  }

  @Override
  public CompletionStage<TransferOutcome> outcome() {
    return half.outcome();
  }

  @Override
  public void cut() {
    half.cut();
  }
}
