// SPDX-License-Identifier: Apache-2.0
package org.transhume.hypervisor.sim.internal;

import org.transhume.spi.power.PowerResult;
import org.transhume.spi.power.PowerSwitch;

/** Powers simulated hosts up and down, unless their equipment says that they resist. */
final class SimulatedSwitch implements PowerSwitch {

  private final SimulatedCluster cluster;
  private final Power power;

  SimulatedSwitch(SimulatedCluster cluster, Power power) {
    this.cluster = cluster;
    this.power = power;
  }

  @Override
  public String description() {
    return "the simulator's power switch";
  }

  @Override
  public PowerResult switchOn(String host) {
    return order(host, true);
  }

  @Override
  public PowerResult switchOff(String host) {
    return order(host, false);
  }

  private PowerResult order(String host, boolean up) {
    if (cluster.settings().hosts().stream().noneMatch(shape -> shape.name().equals(host))) {
      return PowerResult.unable(host + " is not simulated");
    }
    HostEquipment equipment = cluster.equipment(host);
    if (equipment.hangsFence() || equipment.resistsFence()) {
      return PowerResult.failed(host + " does not obey its power switch");
    }
    if (up) {
      power.on(host);
    } else {
      power.off(host);
    }
    return PowerResult.ordered(host + (up ? " comes up" : " goes down"));
  }
}
