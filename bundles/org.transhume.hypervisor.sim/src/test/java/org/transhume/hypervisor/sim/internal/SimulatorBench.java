// SPDX-License-Identifier: Apache-2.0
package org.transhume.hypervisor.sim.internal;

import java.time.Clock;
import java.util.List;
import org.transhume.api.model.DomainState;
import org.transhume.spi.hypervisor.DomainIdentity;
import org.transhume.spi.hypervisor.DomainObservation;
import org.transhume.spi.hypervisor.Hypervisor;
import org.transhume.spi.hypervisor.HypervisorBench;
import org.transhume.spi.hypervisor.HypervisorException;

/** Two simulated hosts in real time, on links so fast that no test waits long. */
final class SimulatorBench implements HypervisorBench {

  private static final long GIBIBYTE = 1L << 30;

  private final RealTimeline timeline = new RealTimeline(Clock.systemUTC());
  private final SimulatedCluster cluster =
      new SimulatedCluster(
          new ClusterSettings(1, List.of(host("a"), host("b")), Costs.ordinary(), 0, 4096),
          timeline);

  SimulatorBench() throws HypervisorException {
    host().create(configuration(DOMAIN, DOMAIN_MEBIBYTES));
  }

  private static HostShape host(String name) {
    return HostShape.of(name, 2, 2 * GIBIBYTE, GIBIBYTE, 400 << 20);
  }

  @Override
  public Hypervisor host() {
    return cluster.hypervisor("a");
  }

  @Override
  public Hypervisor otherHost() {
    return cluster.hypervisor("b");
  }

  @Override
  public String configuration(String name, long memoryMebibytes) {
    return "name = \"" + name + "\"\nmemory = " + memoryMebibytes + "\nsim_demand = \"0.5\"\n";
  }

  @Override
  public void giveDomainIdToAnother(DomainIdentity domain, String newcomer) {
    cluster.powerOff("a");
    cluster.powerOn("a");
    create(host(), configuration(newcomer, 64));
  }

  @Override
  public DomainIdentity leaveMigratedAway(DomainIdentity domain) {
    cluster.injectFault("a", "sender-dies@rename-away");
    try (Migration migration =
        Migration.inRealTime(host().send(domain, "m-0"), otherHost().receive("m-0"), patience())) {
      migration.awaitOutcomes();
      DomainObservation left = host().observe().domains().get(0);
      if (left.state() != DomainState.SUSPENDED) {
        throw new IllegalStateException("not left suspended but " + left);
      }
      return left.identity();
    } catch (HypervisorException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void exhaustMemory(Hypervisor host) {
    try {
      long free = host.observe().freeMemoryBytes() >> 20;
      create(host, configuration("big", free - DOMAIN_MEBIBYTES));
    } catch (HypervisorException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    timeline.close();
  }

  private static void create(Hypervisor host, String configuration) {
    try {
      host.create(configuration);
    } catch (HypervisorException e) {
      throw new IllegalStateException(e);
    }
  }
}
