// SPDX-License-Identifier: Apache-2.0
package org.transhume.simulation.internal.plant;

/**
 * What a simulated day takes into account.
 *
 * @param memoryHeld whether hosts can hold no more memory than they have, at any moment; otherwise
 *     it counts only when a machine is first placed
 * @param billing which hosts cost what
 * @param idleLeave whether a machine that wants nothing at all when the hosts are looked at is
 *     taken for finished and never comes back
 */
public record Accounting(boolean memoryHeld, Billing billing, boolean idleLeave) {

  /** As CloudSim 3.0.3 counts, so that results can stand beside published ones. */
  public static final Accounting COMPATIBLE = new Accounting(false, Billing.LOADED, true);

  /** As CloudSim 3.0.3 counts where nothing is managed. */
  public static final Accounting COMPATIBLE_UNMANAGED = new Accounting(false, Billing.FULL, true);

  /** As an electricity meter and a hypervisor count. */
  public static final Accounting HONEST = new Accounting(true, Billing.ON, false);
}
