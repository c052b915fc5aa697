// SPDX-License-Identifier: Apache-2.0
package org.transhume.connector.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.annotation.Annotation;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.transhume.api.mx.Role;
import org.transhume.spi.transport.Endpoint;
import org.transhume.spi.transport.JmxPeer;
import org.transhume.spi.transport.OwnIdentity;
import org.transhume.spi.transport.SecureTransport;

@Timeout(240)
class ConnectorComponentTest {

  @TempDir Path scratch;
  private final List<Object> registered = new CopyOnWriteArrayList<>();
  private TestCluster cluster;
  private Path agent;
  private ConnectorComponent component;
  private CapturedLog log;

  @BeforeEach
  void prepare() throws Exception {
    log = new CapturedLog();
    cluster = new TestCluster(scratch, "etch");
    agent = cluster.host("a-204-02", Role.AGENT);
  }

  @AfterEach
  void end() throws Exception {
    component.deactivate();
    assertThat(registered).isEmpty();
    log.close();
  }

  @Test
  void shouldServeAndOfferATransportUntilDeactivated() throws Exception {
    int port = freePort();
    start(Map.of("identity", agent.toString(), "port", port));

    assertThat(registered).hasSize(1);
    SecureTransport transport = (SecureTransport) registered.get(0);
    assertThat(transport.ownNames()).contains("a-204-02");
    assertThat(((OwnIdentity) registered.get(0)).folder()).isEqualTo(agent);
    try (JmxPeer peer = transport.connect(new Endpoint("127.0.0.1", port), TestCluster.TIMEOUT)) {
      assertThat(peer.identity().name()).isEqualTo("a-204-02");
    }
    assertThat(log.lines("JMX on 127.0.0.1:" + port + " as a-204-02")).hasSize(1);
  }

  @Test
  void shouldSayWhichPropertyIsWrongAndHowToCorrectIt() throws Exception {
    Map<Map<String, Object>, String> wrong = new HashMap<>();
    wrong.put(Map.of(), "identity is not set: name a folder");
    wrong.put(Map.of("port", "74x43"), "port = '74x43' is not possible: give a number from 0");
    wrong.put(Map.of("port", 70_000), "port = '70000' is not possible");
    wrong.put(Map.of("address", "no such host"), "address = 'no such host' is no address");
    wrong.put(
        Map.of("streamTls", "ture"), "streamTls = 'ture' is not possible: give true or false");
    wrong.put(Map.of("handshakeTimeoutMillis", 1), "handshakeTimeoutMillis = '1' is not possible");
    wrong.put(Map.of("maximumConnections", 0), "maximumConnections = '0' is not possible");

    for (Map.Entry<Map<String, Object>, String> each : wrong.entrySet()) {
      Map<String, Object> properties = new HashMap<>(each.getKey());
      if (!properties.isEmpty()) {
        properties.put("identity", agent.toString());
      }
      start(properties);

      assertThat(registered).isEmpty();
      assertThat(log.lines("ERROR"))
          .last()
          .asString()
          .contains("Nothing is served: in etc/org.transhume.connector.cfg, " + each.getValue());
      component.deactivate();
    }
  }

  @Test
  void shouldServeOnWhenAChangeIsWrong() throws Exception {
    int port = freePort();
    start(Map.of("identity", agent.toString(), "port", port));
    Map<String, Object> wrong = Map.of("identity", agent.toString(), "port", "74x43");
    component.modified(configuration(wrong), wrong);

    assertThat(log.lines("ERROR"))
        .filteredOn(line -> line.contains("ConnectorComponent"))
        .singleElement()
        .asString()
        .contains(
            "Served as it was configured before: in etc/org.transhume.connector.cfg, port = '74x43'"
                + " is not possible");
    SecureTransport transport = (SecureTransport) registered.get(0);
    transport.connect(new Endpoint("127.0.0.1", port), TestCluster.TIMEOUT).close();
  }

  @Test
  void shouldServeElsewhereWhenThatIsConfigured() throws Exception {
    start(Map.of("identity", agent.toString(), "port", freePort()));
    int port = freePort();
    Map<String, Object> other = Map.of("identity", agent.toString(), "port", port);
    component.modified(configuration(other), other);

    assertThat(registered).hasSize(1);
    SecureTransport transport = (SecureTransport) registered.get(0);
    transport.connect(new Endpoint("127.0.0.1", port), TestCluster.TIMEOUT).close();
  }

  @Test
  void shouldWaitForAnIdentityThatIsNotThereYet() throws Exception {
    Path later = scratch.resolve("later");
    start(Map.of("identity", later.toString(), "port", 0));
    assertThat(registered).isEmpty();
    assertThat(log.lines("ERROR"))
        .singleElement()
        .asString()
        .contains(later.toString())
        .contains("transhume ca issue");

    Files.move(agent, later);

    Await.until("a transport", () -> !registered.isEmpty());
  }

  @Test
  void shouldWaitForAPortThatIsTaken() throws Exception {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      start(Map.of("identity", agent.toString(), "port", other.getLocalPort()));
      assertThat(log.lines("cannot be bound"))
          .singleElement()
          .asString()
          .contains(String.valueOf(other.getLocalPort()));
      assertThat(registered).isEmpty();
    }
    Await.until("a transport", () -> !registered.isEmpty());
  }

  @Test
  void shouldWarnWhenStreamsAreInClear() throws Exception {
    start(Map.of("identity", agent.toString(), "port", 0, "streamTls", "false"));

    assertThat(log.lines("WARN"))
        .singleElement()
        .asString()
        .contains("neither encrypted nor authenticated (streamTls = false)");
    assertThat(registered).hasSize(1);
  }

  private void start(Map<String, Object> properties) throws Exception {
    component =
        new ConnectorComponent(
            configuration(properties),
            properties,
            context(),
            Lamp.serverWith(new Lamp()),
            Clock.systemUTC());
  }

  /** Converts as a container does: late, and with an exception of its own. */
  private static ConnectorConfiguration configuration(Map<String, Object> properties) {
    InvocationHandler values =
        (proxy, method, arguments) -> {
          Object value = properties.getOrDefault(method.getName(), method.getDefaultValue());
          if (method.getReturnType() == int.class) {
            return Integer.valueOf(value.toString());
          }
          return method.getReturnType() == boolean.class
              ? Boolean.valueOf(value.toString())
              : value;
        };
    return (ConnectorConfiguration)
        Proxy.newProxyInstance(
            ConnectorConfiguration.class.getClassLoader(),
            new Class<?>[] {ConnectorConfiguration.class, Annotation.class},
            values);
  }

  private BundleContext context() {
    return (BundleContext)
        Proxy.newProxyInstance(
            BundleContext.class.getClassLoader(),
            new Class<?>[] {BundleContext.class},
            (proxy, method, arguments) -> {
              assertThat(method.getName()).isEqualTo("registerService");
              registered.add(arguments[1]);
              return registration(arguments[1]);
            });
  }

  private ServiceRegistration<?> registration(Object service) {
    return (ServiceRegistration<?>)
        Proxy.newProxyInstance(
            ServiceRegistration.class.getClassLoader(),
            new Class<?>[] {ServiceRegistration.class},
            (proxy, method, arguments) -> {
              assertThat(method.getName()).isEqualTo("unregister");
              registered.remove(service);
              return null;
            });
  }

  private static int freePort() throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
