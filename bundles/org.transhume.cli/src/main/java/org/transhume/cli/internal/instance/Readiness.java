// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.instance;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import javax.management.MBeanServerConnection;
import org.transhume.api.mx.ObjectNames;
import org.transhume.cli.internal.CommandFailure;
import org.transhume.cli.internal.client.ClusterConnection;
import org.transhume.spi.transport.Endpoint;
import org.transhume.spi.transport.JmxPeer;
import org.transhume.spi.transport.SecureTransport;

/**
 * Whether an instance answers over JMX, asked as anybody would ask, under the instance's own
 * identity.
 *
 * @param isReady whether it does
 * @param text where it listens, or why it is not ready
 */
record Readiness(boolean isReady, String text) {

  private static final String FILE = "org.transhume.connector.cfg";
  private static final String DEFAULT_PORT = "7443";
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** Asks the instance. */
  static Readiness of(Instance instance) throws CommandFailure {
    Path file = instance.etc().resolve(FILE);
    if (!Files.exists(file)) {
      return new Readiness(false, file + " is not there yet");
    }
    try {
      Properties settings = read(file);
      Path identity = identity(settings, instance);
      if (!Files.isDirectory(identity)) {
        return new Readiness(
            false, "no identity in " + identity + ": make one with 'transhume ca issue'");
      }
      SecureTransport transport = ClusterConnection.transport().open(identity);
      return ask(instance, transport, endpoint(settings, transport.ownNames()));
    } catch (IOException | IllegalArgumentException e) {
      return new Readiness(false, e.getMessage());
    }
  }

  private static Readiness ask(Instance instance, SecureTransport transport, Endpoint endpoint)
      throws IOException {
    try (JmxPeer peer = transport.connect(endpoint, PATIENCE)) {
      MBeanServerConnection server = peer.connector().getMBeanServerConnection();
      boolean serves =
          instance.role().equals("manager")
              ? server.isRegistered(ObjectNames.manager())
              : !server.queryNames(ObjectNames.anyAgent(), null).isEmpty();
      return serves
          ? new Readiness(true, "ready at " + endpoint)
          : new Readiness(false, endpoint + " answers but shows no " + instance.role() + " yet");
    }
  }

  /** The address it listens on, where its certificate names it; else a name that it does carry. */
  private static Endpoint endpoint(Properties settings, Set<String> names) {
    String address = settings.getProperty("address", "127.0.0.1").strip();
    String host =
        Optional.of(address)
            .filter(names::contains)
            .or(() -> new TreeSet<>(names).stream().findFirst())
            .orElse(address);
    return Endpoint.parse(
        (host.indexOf(':') >= 0 ? "[" + host + "]" : host)
            + ":"
            + settings.getProperty("port", DEFAULT_PORT).strip());
  }

  private static Path identity(Properties settings, Instance instance) {
    String text = settings.getProperty("identity", "").strip();
    return Path.of(
        text.replace("${karaf.etc}", instance.etc().toString())
            .replace("${karaf.base}", instance.base().toString()));
  }

  private static Properties read(Path file) throws IOException {
    Properties settings = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      settings.load(reader);
    }
    return settings;
  }
}
