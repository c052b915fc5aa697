// SPDX-License-Identifier: Apache-2.0
package org.transhume.spi.fence;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Cuts the power of hosts. Of several services the one with the highest ranking is asked first, and
 * the others while none has proof that the host is off.
 *
 * <p>Implementations are safe for use by several threads.
 */
@ConsumerType
public interface Fence {

  /** What this is, for people: for example {@code ipmitool for 12 hosts}. */
  String description();

  /**
   * Makes certain that the host is off, so that no domain runs on it any more. Asking again for a
   * host that is off already changes nothing and gives the same answer.
   *
   * <p>Blocks for a bounded time that the implementation states in its configuration; an interrupt
   * ends it early, with {@link FenceFailure#TIMED_OUT} and the thread's interrupt status kept.
   * Throws nothing but what a defect throws: whatever goes wrong is a result.
   *
   * @param host the host's name, as its agent and certificate have it
   * @return {@link FenceResult.Outcome#FENCED} only when the power was seen to be off; an order to
   *     switch it off that was merely accepted is not enough
   */
  FenceResult fence(String host);
}
