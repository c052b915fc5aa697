// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import javax.management.MBeanServer;
import org.osgi.framework.Version;
import org.transhume.api.model.Mode;
import org.transhume.manager.internal.Settings.Guarding;
import org.transhume.manager.internal.Settings.Times;
import org.transhume.spi.policy.Policy;
import org.transhume.spi.transport.Endpoint;
import org.transhume.spi.transport.SecureTransport;

/**
 * A manager as its container starts it, without a container. It stands in the manager's package
 * because only the container may otherwise start one.
 */
public final class HostedManager implements AutoCloseable {

  /** How long after a move nobody decides on its hosts, where policies move at once. */
  public static final long SETTLE_MILLIS = 300;

  private static final Times DEFAULT_TIMES =
      new Times(10_000, 10_000, 5_000, 60_000, 120_000, 800, 1);

  private final RunningManager running;

  private HostedManager(RunningManager running) {
    this.running = running;
  }

  /** A manager with the default settings, where no policy may move anything. */
  public static HostedManager watching(List<Endpoint> endpoints, Path folder, MBeanServer server)
      throws IOException {
    return start(
        endpoints, Mode.ADVISE, new Guarding(1, 300_000, 15_000, 0.01, 1, 1), folder, server);
  }

  /** A manager whose policies may move what was moved a moment ago; all else by default. */
  public static HostedManager moving(List<Endpoint> endpoints, Path folder, MBeanServer server)
      throws IOException {
    return start(
        endpoints, Mode.AUTOMATIC, new Guarding(1, 0, SETTLE_MILLIS, 0.01, 1, 1), folder, server);
  }

  private static HostedManager start(
      List<Endpoint> endpoints, Mode mode, Guarding guards, Path folder, MBeanServer server)
      throws IOException {
    Settings settings =
        new Settings("bench", endpoints, mode, Map.of("hotspot", mode), 0, guards, DEFAULT_TIMES);
    return new HostedManager(
        RunningManager.start(settings, folder, server, "1.0.0", Clock.systemUTC(), () -> 0.5));
  }

  /** Connects through that transport. */
  public void use(SecureTransport transport) {
    running.agents().use(transport);
  }

  /** Adds a policy. */
  public void add(String name, Policy policy) {
    running.add(new PolicyVersion(name, new Version(1, 0, 0), 1, policy));
  }

  @Override
  public void close() {
    running.close();
  }
}
