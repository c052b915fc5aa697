// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.session;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The configuration of a session's container: what differs from the distribution's. Everything
 * listens on the loopback address.
 */
public final class ComponentFiles {

  private final Map<String, Map<String, Object>> components = new LinkedHashMap<>();

  /**
   * A configuration that says where the container listens.
   *
   * @param identity folder of the container's identity
   */
  public ComponentFiles(Path identity, int port) {
    with(
        "org.transhume.connector",
        Map.of(
            "identity",
            identity.toString().replace("\\", "\\\\"),
            "address",
            "127.0.0.1",
            "publicHost",
            "127.0.0.1",
            "port",
            port));
  }

  /** Adds what is set of a component. */
  public ComponentFiles with(String component, Map<String, Object> values) {
    components.put(component, values);
    return this;
  }

  /** Writes a file for each component that is configured. */
  public void write(Path etc) throws IOException {
    Files.createDirectories(etc);
    for (Map.Entry<String, Map<String, Object>> component : components.entrySet()) {
      String text =
          component.getValue().entrySet().stream()
              .map(item -> item.getKey() + " = " + item.getValue() + "\n")
              .collect(Collectors.joining());
      Files.writeString(
          etc.resolve(component.getKey() + ".cfg"), text, StandardCharsets.ISO_8859_1);
    }
  }
}
