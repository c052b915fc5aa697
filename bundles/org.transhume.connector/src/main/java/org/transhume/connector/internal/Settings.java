// SPDX-License-Identifier: Apache-2.0
package org.transhume.connector.internal;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.IntSupplier;

/**
 * A configuration that was checked.
 *
 * @param publicHost empty for the one in the certificate
 */
record Settings(
    Path identity,
    InetSocketAddress address,
    String publicHost,
    boolean streamTls,
    StreamDialer streamDialer,
    Reception.Limits limits) {

  /**
   * Checks a configuration.
   *
   * @param given the values as they were written, for messages
   * @throws IllegalArgumentException naming property, value and remedy
   */
  static Settings from(ConnectorConfiguration configuration, Map<String, ?> given) {
    if (configuration.identity().isBlank()) {
      throw new IllegalArgumentException(
          "identity is not set: name a folder that 'transhume ca issue' wrote");
    }
    int port = number("port", configuration::port, 0, 65_535, given);
    InetSocketAddress address = new InetSocketAddress(configuration.address().strip(), port);
    if (address.isUnresolved()) {
      throw new IllegalArgumentException(
          "address = '"
              + configuration.address()
              + "' is no address of this machine: give one, or"
              + " a name that has one");
    }
    int timeout =
        number(
            "handshakeTimeoutMillis", configuration::handshakeTimeoutMillis, 100, 600_000, given);
    int maximum =
        number("maximumConnections", configuration::maximumConnections, 1, 100_000, given);
    return new Settings(
        Path.of(configuration.identity().strip()),
        address,
        configuration.publicHost().strip(),
        flag("streamTls", configuration.streamTls(), given),
        StreamDialer.parse(configuration.streamCommand()),
        new Reception.Limits(Duration.ofMillis(timeout), maximum));
  }

  /**
   * The number as it was written: asking the configuration for text that is no number fails in the
   * container's own way.
   */
  private static int number(
      String name, IntSupplier preset, int from, int to, Map<String, ?> given) {
    Object written = given.get(name);
    String remedy = "give a number from " + from + " to " + to;
    try {
      int number =
          written == null ? preset.getAsInt() : Integer.parseInt(written.toString().strip());
      if (number < from || number > to) {
        throw wrong(name, given, remedy, null);
      }
      return number;
    } catch (NumberFormatException e) {
      throw wrong(name, given, remedy, e);
    }
  }

  /** The container takes whatever is not "true" for false; a slip must not switch TLS off. */
  private static boolean flag(String name, boolean value, Map<String, ?> given) {
    Object written = given.get(name);
    if (written == null || written.equals(value) || written.toString().equals(value + "")) {
      return value;
    }
    throw wrong(name, given, "give true or false", null);
  }

  private static IllegalArgumentException wrong(
      String name, Map<String, ?> given, String remedy, NumberFormatException cause) {
    return new IllegalArgumentException(
        name + " = '" + given.get(name) + "' is not possible: " + remedy, cause);
  }
}
