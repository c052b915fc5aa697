// SPDX-License-Identifier: Apache-2.0
package org.transhume.hypervisor.sim.internal;

import java.util.Map;
import org.transhume.spi.hypervisor.HypervisorException;
import org.transhume.spi.hypervisor.Reason;

/** For a simulation that starts no processes. */
enum NoGuestPrograms implements GuestPrograms {
  INSTANCE;

  @Override
  public void start(String uuid, String name, String command) throws HypervisorException {
    throw new HypervisorException(
        Reason.UNSUPPORTED,
        "This simulation starts no processes, so that " + name + " cannot have a sim_command.",
        Map.of("domain", name));
  }

  @Override
  public boolean has(String uuid) {
    return false;
  }

  @Override
  public void stop(String uuid) {}

  @Override
  public void go(String uuid) {}

  @Override
  public void end(String uuid) {}
}
