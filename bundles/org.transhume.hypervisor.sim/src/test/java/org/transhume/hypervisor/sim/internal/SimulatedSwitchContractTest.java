// SPDX-License-Identifier: Apache-2.0
package org.transhume.hypervisor.sim.internal;

import java.time.Instant;
import org.transhume.spi.power.PowerSwitch;
import org.transhume.spi.power.PowerSwitchBench;
import org.transhume.spi.power.PowerSwitchContract;

class SimulatedSwitchContractTest extends PowerSwitchContract {

  @Override
  protected PowerSwitchBench bench() {
    SimulatedCluster cluster =
        new SimulatedCluster(
            new ClusterSettings(1, VirtualCluster.hosts(), Costs.ordinary(), 0, 4096),
            new VirtualTimeline(Instant.EPOCH));
    Power power =
        new Power() {
          @Override
          public void off(String host) {
            cluster.powerOff(host);
          }

          @Override
          public void on(String host) {
            if (!cluster.isUp(host)) {
              cluster.powerOn(host);
            }
          }
        };
    return new PowerSwitchBench() {
      private final PowerSwitch subject = new SimulatedSwitch(cluster, power);

      @Override
      public PowerSwitch power() {
        return subject;
      }

      @Override
      public String host() {
        return "b";
      }

      @Override
      public boolean isOn() {
        return cluster.isUp("b");
      }

      @Override
      public void cut() {
        power.off("b");
      }

      @Override
      public void breakDown() {
        cluster.equip("b", "fence=hangs");
      }
    };
  }
}
