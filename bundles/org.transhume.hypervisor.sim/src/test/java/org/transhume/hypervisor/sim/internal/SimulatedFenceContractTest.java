// SPDX-License-Identifier: Apache-2.0
package org.transhume.hypervisor.sim.internal;

import java.time.Instant;
import org.transhume.spi.fence.Fence;
import org.transhume.spi.fence.FenceBench;
import org.transhume.spi.fence.FenceContract;

class SimulatedFenceContractTest extends FenceContract {

  @Override
  protected FenceBench bench() {
    SimulatedCluster cluster =
        new SimulatedCluster(
            new ClusterSettings(1, VirtualCluster.hosts(), Costs.ordinary(), 0, 4096),
            new VirtualTimeline(Instant.EPOCH));
    return new FenceBench() {
      private final Fence fence = new SimulatedFence(cluster, cluster::powerOff);

      @Override
      public Fence fence() {
        return fence;
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
      public void resist() {
        cluster.equip("b", "fence=resists");
      }

      @Override
      public void hang() {
        cluster.equip("b", "fence=hangs");
      }
    };
  }
}
