// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.demo;

import java.io.IOException;
import org.transhume.api.model.Mode;
import org.transhume.api.mx.ManagerMXBean;
import org.transhume.api.mx.ObjectNames;
import org.transhume.api.mx.PolicyMXBean;
import org.transhume.api.mx.SimulatorMXBean;
import org.transhume.cli.internal.client.ClusterConnection;

/** The demo's cluster, through its MBeans. */
final class ClusterStage implements Stage {

  private final ClusterConnection connection;
  private final SimulatorMXBean simulator;

  ClusterStage(ClusterConnection connection) {
    this.connection = connection;
    this.simulator =
        connection.proxy(ObjectNames.simulator(DemoConfiguration.SIMULATOR), SimulatorMXBean.class);
  }

  @Override
  public void setDemand(String domain, double processors) {
    simulator.setDemand(domain, processors);
  }

  @Override
  public void powerOff(String host) {
    simulator.powerOff(host);
  }

  @Override
  public void drain(String host) {
    connection.proxy(ObjectNames.manager(), ManagerMXBean.class).drain(host);
  }

  @Override
  public void setMode(String policy, Mode mode) {
    connection.proxy(ObjectNames.policy(policy), PolicyMXBean.class).setMode(mode);
  }

  @Override
  public void setParameter(String policy, String parameter, double value) throws IOException {
    connection.proxy(ObjectNames.policy(policy), PolicyMXBean.class).setParameter(parameter, value);
  }
}
