// SPDX-License-Identifier: Apache-2.0
package org.transhume.spi.hypervisor;

import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.concurrent.CompletionStage;

/**
 * One half of a live migration on its host: a process of the hypervisor's tools with the two
 * channels through which it speaks to the other half. The conversation is Xen's own: banner, domain
 * data, READY, GO, report; whoever carries the bytes may read along.
 *
 * <p>Channels block. Closing {@link #input()} tells the process that nothing more will come; {@link
 * #output()} must be read to its end even then, or the process cannot clean up after itself.
 */
public sealed interface Transfer permits OutgoingTransfer, IncomingTransfer {

  /** What the process says to the other half. Ends when the process closes it. */
  ReadableByteChannel output();

  /** What the process hears from the other half. */
  WritableByteChannel input();

  /**
   * How the process ended; completes by itself, never exceptionally. Dependent actions must not
   * block.
   */
  CompletionStage<TransferOutcome> outcome();

  /**
   * Cuts both channels. A sender that has not passed GO then lets its domain go on; a receiver that
   * has not been told GO removes its copy. Returns at once; await {@link #outcome()}.
   */
  void cut();
}
