// SPDX-License-Identifier: Apache-2.0
package org.transhume.hypervisor.sim.internal;

import java.time.Duration;
import java.util.function.Consumer;
import org.transhume.spi.fence.Fence;
import org.transhume.spi.fence.FenceFailure;
import org.transhume.spi.fence.FenceResult;

/** Switches simulated hosts off, unless their equipment says that they resist. */
public final class SimulatedFence implements Fence {

  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final SimulatedCluster cluster;
  private final Consumer<String> powerOff;

  /**
   * A fence for the hosts of that cluster.
   *
   * @param powerOff fails a host's power
   */
  public SimulatedFence(SimulatedCluster cluster, Consumer<String> powerOff) {
    this.cluster = cluster;
    this.powerOff = powerOff;
  }

  @Override
  public String description() {
    return "the simulator's power switch";
  }

  @Override
  public FenceResult fence(String host) {
    if (cluster.settings().hosts().stream().noneMatch(shape -> shape.name().equals(host))) {
      return FenceResult.failed(FenceFailure.UNKNOWN_HOST, host + " is not simulated");
    }
    HostEquipment equipment = cluster.equipment(host);
    if (equipment.hangsFence()) {
      return hang(host);
    }
    if (!equipment.resistsFence()) {
      powerOff.accept(host);
    }
    return cluster.isUp(host)
        ? FenceResult.failed(FenceFailure.STILL_ON, host + " does not obey its power switch")
        : FenceResult.fenced(host + " is off");
  }

  private static FenceResult hang(String host) {
    try {
      Thread.sleep(PATIENCE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return FenceResult.failed(
        FenceFailure.TIMED_OUT, "the power switch of " + host + " does not answer");
  }
}
