// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.demo;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.transhume.cli.internal.session.ComponentFiles;

/** The configuration of the demo's container. */
final class DemoConfiguration {

  /** Name of the simulated cluster, by which its controls are found. */
  static final String SIMULATOR = "demo";

  private static final int PERIOD_MILLIS = 1_000;
  private static final int HOLD_MILLIS = 6_000;

  private DemoConfiguration() {}

  /**
   * What the container is told.
   *
   * @param identity folder of the container's identity
   */
  static ComponentFiles of(DemoOptions options, Path identity) {
    return new ComponentFiles(identity, options.port())
        .with(
            "org.transhume.hypervisor.sim",
            Map.of(
                "name", SIMULATOR,
                "hosts", String.join(", ", options.hosts()),
                "seed", options.seed()))
        .with(
            "org.transhume.agent",
            Map.of("periodMillis", PERIOD_MILLIS, "streamAddress", "127.0.0.1", "streamPort", 0))
        .with(
            "org.transhume.probe.cpu",
            Map.of("probe.period.millis", PERIOD_MILLIS, "probe.hold.millis", HOLD_MILLIS))
        .with("org.transhume.manager", manager(options));
  }

  private static Map<String, Object> manager(DemoOptions options) {
    Map<String, Object> manager = new TreeMap<>(options.story().ofManager());
    manager.put("name", "demo");
    manager.put("endpoints", "127.0.0.1:" + options.port());
    manager.put("mode", "AUTOMATIC");
    return manager;
  }
}
