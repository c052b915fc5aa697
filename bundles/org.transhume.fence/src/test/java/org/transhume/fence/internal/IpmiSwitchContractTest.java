// SPDX-License-Identifier: Apache-2.0
package org.transhume.fence.internal;

import org.transhume.spi.power.PowerSwitch;
import org.transhume.spi.power.PowerSwitchBench;
import org.transhume.spi.power.PowerSwitchContract;

class IpmiSwitchContractTest extends PowerSwitchContract {

  @Override
  protected PowerSwitchBench bench() {
    FakeController controller = new FakeController();
    PowerSwitch power = IpmiFenceTest.fence(controller);
    return new PowerSwitchBench() {
      @Override
      public PowerSwitch power() {
        return power;
      }

      @Override
      public String host() {
        return "a-204-02";
      }

      @Override
      public boolean isOn() {
        return controller.on;
      }

      @Override
      public void cut() {
        controller.on = false;
      }

      @Override
      public void breakDown() {
        controller.hangs = true;
      }
    };
  }
}
