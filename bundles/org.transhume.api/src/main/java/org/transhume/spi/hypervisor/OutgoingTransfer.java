// SPDX-License-Identifier: Apache-2.0
package org.transhume.spi.hypervisor;

import java.time.Instant;
import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;

/** The source's half of a migration. */
@ConsumerType
public non-sealed interface OutgoingTransfer extends Transfer {

  /**
   * How many bytes of the domain's memory one byte of the stream stands for: 1 on real Xen; a
   * simulator may send thinner streams.
   */
  long memoryBytesPerStreamByte();

  /**
   * Bytes of memory that the sender will copy at least once, to measure progress against. Later
   * rounds of pre-copy add to it, so that more may pass.
   */
  long expectedMemoryBytes();

  /**
   * When the guest was seen suspended for the last pages, by this host's clock; its downtime counts
   * from here. Empty before, and where the tools do not tell.
   */
  Optional<Instant> suspendedAt();
}
