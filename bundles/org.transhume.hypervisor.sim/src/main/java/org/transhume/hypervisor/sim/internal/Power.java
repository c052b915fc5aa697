// SPDX-License-Identifier: Apache-2.0
package org.transhume.hypervisor.sim.internal;

/** Switches simulated hosts. Does nothing to one that is as it should be. */
interface Power {

  /** Fails a host's power. */
  void off(String host);

  /** Brings a host back. */
  void on(String host);
}
