// SPDX-License-Identifier: Apache-2.0
package org.transhume.hypervisor.sim.internal;

import java.time.Duration;
import java.util.List;
import org.transhume.api.mx.SimulatorMXBean;

/** The controls of a simulated cluster over JMX. */
final class Simulator implements SimulatorMXBean {

  private final SimulatedCluster cluster;
  private final Power power;

  Simulator(SimulatedCluster cluster, Power power) {
    this.cluster = cluster;
    this.power = power;
  }

  @Override
  public List<String> getHosts() {
    return cluster.settings().hosts().stream().map(HostShape::name).toList();
  }

  @Override
  public List<String> getDomains() {
    return cluster.domains();
  }

  @Override
  public List<String> getCopies() {
    return cluster.copies();
  }

  @Override
  public List<String> getViolations() {
    return cluster.violations().stream()
        .map(
            violation ->
                violation.wrong() + ": " + violation.uuid() + " started on " + violation.host())
        .toList();
  }

  @Override
  public long getSeed() {
    return cluster.settings().seed();
  }

  @Override
  public void setDemand(String domain, double processors) {
    cluster.setDemand(domain, processors);
  }

  @Override
  public void setDirtyRate(String domain, double bytesPerSecond) {
    cluster.setDirtyRate(domain, bytesPerSecond);
  }

  @Override
  public void injectFault(String host, String fault) {
    cluster.injectFault(host, fault);
  }

  @Override
  public void stepClock(String host, long millis) {
    cluster.stepClock(host, Duration.ofMillis(millis));
  }

  @Override
  public void powerOff(String host) {
    power.off(host);
  }

  @Override
  public void powerOn(String host) {
    power.on(host);
  }
}
