// SPDX-License-Identifier: Apache-2.0
package org.transhume.hypervisor.sim.internal;

import org.transhume.spi.hypervisor.HypervisorBench;
import org.transhume.spi.hypervisor.HypervisorContract;

class SimulatorContractTest extends HypervisorContract {

  @Override
  protected HypervisorBench bench() throws Exception {
    return new SimulatorBench();
  }
}
