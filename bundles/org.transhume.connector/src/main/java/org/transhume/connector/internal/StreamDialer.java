// SPDX-License-Identifier: Apache-2.0
package org.transhume.connector.internal;

import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;
import org.transhume.spi.transport.Endpoint;

/**
 * How migration streams reach the other agent: straight, or through a command in the manner of
 * ssh's own {@code ProxyCommand}.
 *
 * @param command words with {@code %h} for the host and {@code %p} for the port; empty for straight
 */
record StreamDialer(List<String> command) {

  static final StreamDialer STRAIGHT = new StreamDialer(List.of());

  /** The address comes from another host: it must not be taken for an option. */
  private static final Pattern HARMLESS = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.:_-]*");

  StreamDialer {
    command = List.copyOf(command);
  }

  /**
   * Reads a command as it stands in the configuration.
   *
   * @throws IllegalArgumentException when it does not say where to
   */
  static StreamDialer parse(String text) {
    if (text.isBlank()) {
      return STRAIGHT;
    }
    if (!text.contains("%h") || !text.contains("%p")) {
      throw new IllegalArgumentException(
          "streamCommand = '"
              + text
              + "' does not say where to: name the host with %h and the port with %p");
    }
    return new StreamDialer(List.of(text.strip().split("\\s+")));
  }

  boolean isStraight() {
    return command.isEmpty();
  }

  /** Starts the command. */
  Wire dial(Endpoint endpoint) throws IOException {
    if (!HARMLESS.matcher(endpoint.host()).matches()) {
      throw new IOException("'" + endpoint.host() + "' is no host name or address");
    }
    return CommandWire.start(
        command.stream()
            .map(
                word ->
                    word.replace("%h", endpoint.host())
                        .replace("%p", Integer.toString(endpoint.port())))
            .toList());
  }
}
