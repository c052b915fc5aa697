// SPDX-License-Identifier: Apache-2.0
package org.transhume.fence.internal;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.transhume.spi.power.PowerSwitchBench;
import org.transhume.spi.power.PowerSwitchContract;

/** What a power switch promises, with the real ipmitool and a simulated controller behind it. */
class RealIpmitoolSwitchContractTest extends PowerSwitchContract {

  @TempDir Path folder;

  @Override
  protected PowerSwitchBench bench() throws Exception {
    return SimulatedController.start(folder);
  }
}
