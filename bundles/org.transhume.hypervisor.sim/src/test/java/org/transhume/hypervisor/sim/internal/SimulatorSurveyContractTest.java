// SPDX-License-Identifier: Apache-2.0
package org.transhume.hypervisor.sim.internal;

import org.transhume.spi.hypervisor.HypervisorBench;
import org.transhume.spi.hypervisor.SurveyContract;

class SimulatorSurveyContractTest extends SurveyContract {

  @Override
  protected HypervisorBench bench() throws Exception {
    return new SimulatorBench();
  }
}
