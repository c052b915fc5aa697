// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The configuration of the demo's container: what differs from the distribution's. Everything
 * listens on the loopback address.
 */
final class DemoConfiguration {

  /** Name of the simulated cluster, by which its controls are found. */
  static final String SIMULATOR = "demo";

  private static final int PERIOD_MILLIS = 1_000;
  private static final int HOLD_MILLIS = 6_000;

  private final DemoOptions options;
  private final Path identity;

  /**
   * A configuration.
   *
   * @param identity folder of the container's identity
   */
  DemoConfiguration(DemoOptions options, Path identity) {
    this.options = options;
    this.identity = identity;
  }

  /** Writes a file for each component that is configured. */
  void write(Path etc) throws IOException {
    Files.createDirectories(etc);
    for (Map.Entry<String, Map<String, Object>> component : components().entrySet()) {
      String text =
          component.getValue().entrySet().stream()
              .map(item -> item.getKey() + " = " + item.getValue() + "\n")
              .collect(Collectors.joining());
      Files.writeString(
          etc.resolve(component.getKey() + ".cfg"), text, StandardCharsets.ISO_8859_1);
    }
  }

  private Map<String, Map<String, Object>> components() {
    Map<String, Map<String, Object>> components = new LinkedHashMap<>();
    components.put(
        "org.transhume.connector",
        Map.of(
            "identity",
            identity.toString().replace("\\", "\\\\"),
            "address",
            "127.0.0.1",
            "publicHost",
            "127.0.0.1",
            "port",
            options.port()));
    components.put(
        "org.transhume.hypervisor.sim",
        Map.of(
            "name", SIMULATOR,
            "hosts", String.join(", ", options.hosts()),
            "seed", options.seed()));
    components.put(
        "org.transhume.agent",
        Map.of("periodMillis", PERIOD_MILLIS, "streamAddress", "127.0.0.1", "streamPort", 0));
    components.put(
        "org.transhume.probe.cpu",
        Map.of("probe.period.millis", PERIOD_MILLIS, "probe.hold.millis", HOLD_MILLIS));
    components.put(
        "org.transhume.manager",
        Map.of(
            "name", "demo",
            "endpoints", "127.0.0.1:" + options.port(),
            "mode", "AUTOMATIC",
            "policyModes", "hotspot=AUTOMATIC"));
    return components;
  }
}
