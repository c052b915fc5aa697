// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import org.transhume.api.mx.Role;
import org.transhume.authority.CertificateAuthority;
import org.transhume.authority.CertificateRequest;
import org.transhume.hypervisor.sim.internal.ClusterSettings;
import org.transhume.hypervisor.sim.internal.Costs;
import org.transhume.hypervisor.sim.internal.HostShape;
import org.transhume.hypervisor.sim.internal.RealTimeline;
import org.transhume.hypervisor.sim.internal.SimulatedCluster;
import org.transhume.spi.transport.SecureTransport;
import org.transhume.spi.transport.TransportProvider;

/** Two simulated hosts that are alike, in real time. */
final class SimulatedHosts implements AutoCloseable {

  static final String HERE = "a-204-02";
  static final String THERE = "a-204-03";

  private static final int SEED = 7;
  private static final long MEMORY_BYTES_PER_STREAM_BYTE = 4096;

  private final RealTimeline timeline = new RealTimeline(Clock.systemUTC());
  private final SimulatedCluster cluster;

  /** Hosts with nothing on them, on which everything takes so long. */
  SimulatedHosts(Costs costs) {
    cluster =
        new SimulatedCluster(
            new ClusterSettings(
                SEED, List.of(shape(HERE), shape(THERE)), costs, 0, MEMORY_BYTES_PER_STREAM_BYTE),
            timeline);
  }

  private static HostShape shape(String name) {
    return HostShape.of(name, 2, 4L << 30, 1L << 30, 800 << 20);
  }

  /** A tenth of what everything takes usually, and a second for a guest that does not suspend. */
  static Costs quick() {
    Costs usual = Costs.ordinary();
    return new Costs(
        usual.createNanos() / 10,
        usual.suspendNanos() / 10,
        usual.restoreNanos() / 10,
        usual.renameNanos() / 10,
        usual.unpauseNanos() / 10,
        usual.destroyNanos() / 10,
        usual.guestEndsNanos() / 10,
        usual.toolsReactNanos() / 10,
        Duration.ofSeconds(1).toNanos(),
        usual.controlDomainProcessors(),
        usual.migrationProcessors());
  }

  /** The transport of a host's agent that the authority vouches for; its files are below there. */
  static SecureTransport transport(CertificateAuthority authority, String host, Path folder)
      throws IOException {
    Path identity = folder.resolve("identity-" + host);
    authority.issue(
        new CertificateRequest(
            host, Set.of(Role.AGENT), List.of(host, "127.0.0.1"), Duration.ofDays(30)),
        identity);
    return ServiceLoader.load(TransportProvider.class).findFirst().orElseThrow().open(identity);
  }

  SimulatedCluster cluster() {
    return cluster;
  }

  @Override
  public void close() {
    timeline.close();
  }
}
