// SPDX-License-Identifier: Apache-2.0
package org.transhume.fence.internal;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;
import org.transhume.spi.power.PowerSwitch;
import org.transhume.spi.power.PowerSwitchBench;
import org.transhume.spi.power.PowerSwitchContract;

/** What a power switch promises, with the real ipmitool and a simulated controller behind it. */
class RealIpmitoolSwitchContractTest extends PowerSwitchContract {

  @TempDir Path folder;

  @Override
  protected PowerSwitchBench bench() throws Exception {
    SimulatedController controller = SimulatedController.start(folder);
    PowerSwitch power = controller.fence(Duration.ofSeconds(12));
    return new PowerSwitchBench() {
      @Override
      public PowerSwitch power() {
        return power;
      }

      @Override
      public String host() {
        return SimulatedController.HOST;
      }

      @Override
      public boolean isOn() {
        return controller.isOn();
      }

      @Override
      public void cut() {
        controller.cut();
      }

      @Override
      public void breakDown() {
        controller.hang();
      }

      @Override
      public void close() {
        controller.close();
      }
    };
  }
}
