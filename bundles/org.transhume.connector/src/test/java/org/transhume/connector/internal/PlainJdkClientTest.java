// SPDX-License-Identifier: Apache-2.0
package org.transhume.connector.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.transhume.api.mx.Role;
import org.transhume.spi.transport.TransportProvider;

@Timeout(240)
class PlainJdkClientTest {

  @TempDir Path scratch;

  @Test
  void shouldServeToolsOfTheJdkAndKeepTheRegistryReadOnlyForThem() throws Exception {
    // Another test of this JVM may have set it.
    System.clearProperty("java.rmi.server.hostname");
    TestCluster cluster = new TestCluster(scratch, "etch");
    Path agent = cluster.host("localhost", Role.AGENT);
    Path viewer = cluster.person("viewer", Role.VIEWER);
    try (CapturedLog log = new CapturedLog();
        TransportProvider.JmxServer port =
            new TlsTransportProvider()
                .serve(agent, TestCluster.anyPort(), Lamp.serverWith(new Lamp()))) {

      List<String> output = run(viewer, port.port());

      assertThat(output)
          .containsExactly(
              "read = white",
              "invoke ! SecurityException",
              "list = jmxrmi",
              "lookup other ! NotBoundException",
              "bind ! AccessException",
              "rebind ! AccessException",
              "unbind ! AccessException",
              "list again = jmxrmi",
              "count = 6");
      for (String change : List.of("bind", "rebind", "unbind")) {
        assertThat(log.lines("Refused " + change + " on RMI registry to viewer [VIEWER]"))
            .hasSize(1);
      }
      // A client that ends in the middle of a handshake resets it: that is no refusal of ours.
      assertThat(log.lines("Refused connection"))
          .filteredOn(line -> !line.contains("Connection reset"))
          .isEmpty();
    }
  }

  private List<String> run(Path identity, int port) throws Exception {
    String password = Files.readString(identity.resolve("password"));
    Path options =
        Files.writeString(
            scratch.resolve("options"),
            """
            -Djavax.net.ssl.keyStore=%1$s/identity.p12
            -Djavax.net.ssl.keyStorePassword=%2$s
            -Djavax.net.ssl.trustStore=%1$s/trust.p12
            -Djavax.net.ssl.trustStorePassword=%2$s
            """
                .formatted(identity, password));
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@" + options,
                "-cp",
                System.getProperty("java.class.path"),
                PlainJdkClient.class.getName(),
                String.valueOf(port))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      List<String> lines =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .toList();
      assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
      return lines;
    } finally {
      process.destroyForcibly();
    }
  }
}
