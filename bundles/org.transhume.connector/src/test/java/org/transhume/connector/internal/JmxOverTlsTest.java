// SPDX-License-Identifier: Apache-2.0
package org.transhume.connector.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import javax.management.Attribute;
import javax.management.AttributeList;
import javax.management.JMX;
import javax.management.MBeanServer;
import javax.management.MBeanServerConnection;
import javax.management.MBeanServerDelegate;
import javax.management.Notification;
import javax.management.ObjectName;
import javax.management.Query;
import javax.management.openmbean.CompositeData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.transhume.api.mx.Role;
import org.transhume.spi.transport.Endpoint;
import org.transhume.spi.transport.JmxPeer;
import org.transhume.spi.transport.PeerIdentity;
import org.transhume.spi.transport.SecureTransport;
import org.transhume.spi.transport.TransportProvider;

@Timeout(240)
class JmxOverTlsTest {

  private static final ObjectName RUNTIME = Lamp.name("java.lang:type=Runtime");
  private static final ObjectName MEMORY = Lamp.name("java.lang:type=Memory");

  @TempDir Path scratch;
  private final TransportProvider provider = new TlsTransportProvider();
  private final Lamp lamp = new Lamp();
  private TestCluster cluster;
  private MBeanServer server;
  private Path agent;
  private TransportProvider.JmxServer port;
  private CapturedLog log;

  @BeforeEach
  void serve() throws Exception {
    log = new CapturedLog();
    cluster = new TestCluster(scratch, "etch");
    server = Lamp.serverWith(lamp);
    agent = cluster.host("a-204-02", Role.AGENT);
    port = provider.serve(agent, TestCluster.anyPort(), server);
  }

  @AfterEach
  void end() {
    port.close();
    log.close();
  }

  @Test
  void shouldLetAViewerReadAndListen() throws Exception {
    try (JmxPeer peer = connect(cluster.person("viewer", Role.VIEWER))) {
      MBeanServerConnection connection = peer.connector().getMBeanServerConnection();

      assertThat(connection.getAttribute(Lamp.NAME, "Brightness")).isEqualTo(1);
      assertThat(connection.invoke(Lamp.NAME, "look", null, null)).isEqualTo("it shines");
      assertThat(heard(connection, Lamp.NAME))
          .extracting(Notification::getSequenceNumber)
          .contains(1L);
      assertThat(peer.identity())
          .isEqualTo(
              new PeerIdentity(
                  "a-204-02",
                  java.util.Set.of("a-204-02", "localhost", "127.0.0.1"),
                  java.util.Set.of(Role.AGENT)));
    }
  }

  @Test
  void shouldRefuseAViewerEveryChangeWithALineEach() throws Exception {
    try (JmxPeer peer = connect(cluster.person("viewer", Role.VIEWER))) {
      MBeanServerConnection connection = peer.connector().getMBeanServerConnection();

      refused(() -> connection.invoke(Lamp.NAME, "flash", new Object[] {1}, new String[] {"int"}));
      refused(() -> connection.invoke(Lamp.NAME, "flash", null, null));
      refused(() -> connection.invoke(Lamp.NAME, "getSecret", null, null));
      refused(() -> connection.invoke(MEMORY, "gc", null, null));
      refused(() -> connection.setAttribute(Lamp.NAME, new Attribute("Brightness", 2)));
      refused(
          () ->
              connection.setAttributes(
                  Lamp.NAME, new AttributeList(List.of(new Attribute("Brightness", 2)))));
      refused(() -> connection.setAttribute(MEMORY, new Attribute("Verbose", true)));
      refused(() -> connection.createMBean("javax.management.loading.MLet", Lamp.name("x:a=b")));
      refused(
          () ->
              connection.createMBean(
                  "javax.management.timer.Timer", Lamp.name("x:a=b"), Lamp.NAME));
      refused(() -> connection.unregisterMBean(Lamp.NAME));
      refused(() -> connection.getAttribute(Lamp.NAME, "Secret"));
      refused(() -> connection.addNotificationListener(Lamp.NAME, Lamp.NAME, null, null));
      refused(() -> connection.removeNotificationListener(Lamp.NAME, Lamp.NAME));

      assertThat(lamp.getBrightness()).isEqualTo(1);
      assertThat(server.isRegistered(Lamp.NAME)).isTrue();
      assertThat(server.queryNames(Lamp.name("x:*"), null)).isEmpty();
      assertThat(log.lines("WARN"))
          .hasSize(13)
          .allSatisfy(
              line ->
                  assertThat(line)
                      .contains("Refused ", " to viewer [VIEWER] from 127.0.0.1")
                      .doesNotContain("the secret"));
      assertThat(log.lines("invoke flash on org.transhume:type=Lamp")).hasSize(2);
    }
  }

  @Test
  void shouldAllowEachRoleItsOwn() throws Exception {
    try (JmxPeer peer = connect(cluster.person("operator", Role.OPERATOR))) {
      MBeanServerConnection connection = peer.connector().getMBeanServerConnection();
      LampMXBean remote = JMX.newMXBeanProxy(connection, Lamp.NAME, LampMXBean.class);

      remote.setBrightness(7);
      assertThat(remote.getBrightness()).isEqualTo(7);
      assertThat(remote.replace(new LampMXBean.Bulb("new", 60)))
          .extracting(LampMXBean.Bulb::watts)
          .containsExactly(60L, 40L);
      remote.flash(2);
      assertThatThrownBy(() -> remote.setColour("red")).isInstanceOf(SecurityException.class);
      assertThatThrownBy(remote::burn).isInstanceOf(SecurityException.class);
      assertThatThrownBy(remote::getSecret).isInstanceOf(SecurityException.class);
    }
    try (JmxPeer peer = connect(cluster.person("manager", Role.MANAGER))) {
      MBeanServerConnection connection = peer.connector().getMBeanServerConnection();
      assertThat(connection.getAttribute(Lamp.NAME, "Secret")).isEqualTo("the secret");
      refused(() -> connection.setAttribute(Lamp.NAME, new Attribute("Brightness", 2)));
    }
  }

  @Test
  void shouldLeaveOutOfManyAttributesThoseThatMayNotBeRead() throws Exception {
    try (JmxPeer peer = connect(cluster.person("viewer", Role.VIEWER))) {
      MBeanServerConnection connection = peer.connector().getMBeanServerConnection();

      assertThat(connection.getAttributes(Lamp.NAME, new String[] {"Colour", "Secret"}).asList())
          .containsExactly(new Attribute("Colour", "white"));
      assertThat(
              connection
                  .getAttributes(RUNTIME, new String[] {"SystemProperties", "Uptime", "ClassPath"})
                  .asList())
          .extracting(Attribute::getName)
          .containsExactly("Uptime");
      log.await("read [SystemProperties, ClassPath] on java.lang:type=Runtime");
    }
  }

  @Test
  void shouldShowLittleOfTheJvmAndNothingOfOthers() throws Exception {
    try (JmxPeer peer =
        connect(cluster.person("all", Role.VIEWER, Role.OPERATOR, Role.MANAGER, Role.AGENT))) {
      MBeanServerConnection connection = peer.connector().getMBeanServerConnection();

      assertThat(connection.getAttribute(MEMORY, "HeapMemoryUsage"))
          .isInstanceOf(CompositeData.class);
      assertThat(connection.getAttribute(RUNTIME, "VmVersion")).isNotNull();
      refused(() -> connection.getAttribute(RUNTIME, "InputArguments"));
      refused(() -> connection.getAttribute(RUNTIME, "SystemProperties"));
      refused(() -> connection.getAttribute(Lamp.FOREIGN, "Brightness"));
      refused(() -> connection.invoke(Lamp.FOREIGN, "look", null, null));
      refused(() -> connection.setAttribute(Lamp.FOREIGN, new Attribute("Brightness", 2)));
      assertThat(connection.isInstanceOf(Lamp.FOREIGN, "javax.management.NotificationBroadcaster"))
          .isFalse();
      assertThatThrownBy(
              () -> connection.addNotificationListener(Lamp.FOREIGN, (n, h) -> {}, null, null))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void shouldGiveJConsoleWhatItStartsWith() throws Exception {
    try (JmxPeer peer = connect(cluster.person("viewer", Role.VIEWER))) {
      MBeanServerConnection connection = peer.connector().getMBeanServerConnection();

      assertThat(connection.getDefaultDomain()).isEqualTo("DefaultDomain");
      assertThat(connection.getDomains()).contains("org.transhume", "java.lang");
      assertThat(connection.getMBeanCount()).isGreaterThan(4);
      assertThat(connection.queryNames(null, null)).contains(Lamp.NAME, MEMORY);
      assertThat(connection.queryMBeans(Lamp.name("org.transhume:*"), null)).hasSize(1);
      assertThat(connection.getMBeanInfo(Lamp.NAME).getOperations()).isNotEmpty();
      assertThat(connection.isInstanceOf(MEMORY, "java.lang.management.MemoryMXBean")).isTrue();
      assertThat(connection.getAttribute(MBeanServerDelegate.DELEGATE_NAME, "MBeanServerId"))
          .isNotNull();
      List<Notification> changes = new CopyOnWriteArrayList<>();
      connection.addNotificationListener(
          MBeanServerDelegate.DELEGATE_NAME, (n, h) -> changes.add(n), null, null);
      server.registerMBean(new Lamp(), Lamp.name("org.transhume:type=Lamp,name=second"));
      Await.until("a registration", () -> !changes.isEmpty());
    }
  }

  @Test
  void shouldRunNoQueryOfAClient() throws Exception {
    try (JmxPeer peer = connect(cluster.person("viewer", Role.VIEWER))) {
      MBeanServerConnection connection = peer.connector().getMBeanServerConnection();

      assertThatThrownBy(
              () ->
                  connection.queryNames(
                      null, Query.eq(Query.attr("Secret"), Query.value("the secret"))))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("REJECTED");
    }
  }

  @Test
  void shouldReadNoClassesBeyondPlainDataFromAClient() throws Exception {
    try (JmxPeer peer = connect(cluster.person("operator", Role.OPERATOR))) {
      MBeanServerConnection connection = peer.connector().getMBeanServerConnection();

      for (Object parameter :
          List.of(Thread.State.NEW, InetAddress.getLoopbackAddress(), new Stranger())) {
        assertThatThrownBy(
                () ->
                    connection.invoke(
                        Lamp.NAME, "flash", new Object[] {parameter}, new String[] {"int"}))
            .isInstanceOf(IOException.class);
      }
    }
  }

  private static final class Stranger implements java.io.Serializable {
    private static final long serialVersionUID = 1L;
  }

  @Test
  void shouldWriteDownWhoInvokesWhatIsAudited() throws Exception {
    try (JmxPeer operator = connect(cluster.person("ada", Role.OPERATOR))) {
      MBeanServerConnection acting = operator.connector().getMBeanServerConnection();

      acting.invoke(Lamp.NAME, "flash", new Object[] {1}, new String[] {int.class.getName()});
      acting.invoke(Lamp.NAME, "look", new Object[0], new String[0]);

      assertThat(log.await("is invoked by"))
          .contains("flash on org.transhume:type=Lamp is invoked by ada [OPERATOR] from 127.0.0.1");
      assertThat(log.lines("look on")).isEmpty();
    }
  }

  @Test
  void shouldNameTheCallerToAnOperationThatAsksWhateverTheCallerSays() throws Exception {
    String[] texts = {String.class.getName(), String.class.getName()};
    try (JmxPeer viewer = connect(cluster.person("vera", Role.VIEWER))) {
      MBeanServerConnection seeing = viewer.connector().getMBeanServerConnection();

      assertThat(seeing.invoke(Lamp.NAME, "sign", new Object[] {"lit", "ada"}, texts))
          .isEqualTo("lit by vera");
      assertThat(seeing.invoke(Lamp.NAME, "sign", new String[] {"lit", null}, texts))
          .isEqualTo("lit by vera");
      assertThatThrownBy(() -> seeing.invoke(Lamp.NAME, "sign", new Object[0], texts))
          .isInstanceOf(Exception.class);
    }
  }

  @Test
  void shouldKeepTwoIdentitiesOfOneJvmApart() throws Exception {
    try (JmxPeer viewer = connect(cluster.person("viewer", Role.VIEWER));
        JmxPeer operator = connect(cluster.person("operator", Role.OPERATOR))) {
      MBeanServerConnection seeing = viewer.connector().getMBeanServerConnection();
      MBeanServerConnection acting = operator.connector().getMBeanServerConnection();

      for (int i = 0; i < 5; i++) {
        int value = i;
        refused(() -> seeing.setAttribute(Lamp.NAME, new Attribute("Brightness", -1)));
        acting.setAttribute(Lamp.NAME, new Attribute("Brightness", value));
        assertThat(seeing.getAttribute(Lamp.NAME, "Brightness")).isEqualTo(value);
      }
      assertThat(log.lines("Refused connection")).isEmpty();
    }
  }

  @Test
  void shouldServeAHundredConnectionsAtOnce() throws Exception {
    List<Path> people =
        List.of(
            cluster.person("a", Role.VIEWER),
            cluster.person("b", Role.OPERATOR),
            cluster.person("c", Role.MANAGER));
    List<JmxPeer> peers = new CopyOnWriteArrayList<>();
    List<Notification> heard = new CopyOnWriteArrayList<>();
    List<Exception> failures = new CopyOnWriteArrayList<>();
    List<Thread> threads =
        IntStream.range(0, 100)
            .mapToObj(
                i ->
                    new Thread(
                        () -> {
                          try {
                            JmxPeer peer = connect(people.get(i % people.size()));
                            peers.add(peer);
                            peer.connector()
                                .getMBeanServerConnection()
                                .addNotificationListener(
                                    Lamp.NAME, (n, h) -> heard.add(n), null, null);
                          } catch (Exception e) {
                            failures.add(e);
                          }
                        }))
            .toList();
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }

    lamp.signal();
    lamp.signal();

    assertThat(failures).isEmpty();
    Await.until("all notifications, have " + heard.size(), () -> heard.size() == 200);
    peers.parallelStream().forEach(JmxPeer::close);
  }

  @Test
  void shouldCloseThePortAndEveryConnection() throws Exception {
    Path viewer = cluster.person("viewer", Role.VIEWER);
    JmxPeer peer = connect(viewer);
    int number = port.port();

    port.close();

    assertThatThrownBy(() -> peer.connector().getMBeanServerConnection().getMBeanCount())
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() -> connect(viewer)).isInstanceOf(IOException.class);
    peer.close();
    try (TransportProvider.JmxServer again =
            provider.serve(
                agent,
                new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), number),
                server);
        JmxPeer back = connect(viewer)) {
      assertThat(again.port()).isEqualTo(number);
      assertThat(back.connector().getMBeanServerConnection().getMBeanCount()).isPositive();
    }
  }

  private List<Notification> heard(MBeanServerConnection connection, ObjectName name)
      throws Exception {
    List<Notification> heard = new CopyOnWriteArrayList<>();
    connection.addNotificationListener(name, (n, h) -> heard.add(n), null, null);
    lamp.signal();
    Await.until("a notification", () -> !heard.isEmpty());
    return heard;
  }

  private JmxPeer connect(Path identity) throws IOException {
    SecureTransport transport = provider.open(identity);
    return transport.connect(new Endpoint("127.0.0.1", port.port()), TestCluster.TIMEOUT);
  }

  private static void refused(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertThatThrownBy(call).isInstanceOf(SecurityException.class).hasMessageContaining("may not");
  }
}
