// SPDX-License-Identifier: Apache-2.0
package org.transhume.hypervisor.xl.internal;

import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.concurrent.CompletionStage;
import org.transhume.spi.hypervisor.IncomingTransfer;
import org.transhume.spi.hypervisor.TransferOutcome;

/**
 * {@code xl migrate-receive}.
 *
 * @param half its process and channels
 */
record XlReceiver(TransferHalf half) implements IncomingTransfer {

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

  @Override
  public void kill() {
    half.kill();
  }
}
