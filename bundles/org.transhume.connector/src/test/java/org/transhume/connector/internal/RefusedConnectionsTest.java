// SPDX-License-Identifier: Apache-2.0
package org.transhume.connector.internal;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.transhume.api.mx.Role;
import org.transhume.spi.transport.Endpoint;
import org.transhume.spi.transport.JmxPeer;

@Timeout(240)
class RefusedConnectionsTest {

  private static final Reception.Limits LIMITS = new Reception.Limits(Duration.ofSeconds(30), 100);

  @TempDir Path scratch;
  private TestCluster cluster;
  private Path agent;
  private Path viewer;
  private Switchboard switchboard;
  private JmxPort port;
  private CapturedLog log;

  @BeforeEach
  void prepare() throws Exception {
    log = new CapturedLog();
    cluster = new TestCluster(scratch, "etch");
    agent = cluster.host("a-204-02", Role.AGENT);
    viewer = cluster.person("viewer", Role.VIEWER);
    switchboard = new Switchboard();
  }

  @AfterEach
  void end() throws IOException {
    port.close();
    switchboard.close();
    log.close();
  }

  @Test
  void shouldRefuseWhoShowsNoCertificate() throws Exception {
    serve(LIMITS);

    refused(RawClient.withoutCertificate(viewer), "it showed no certificate");
  }

  @Test
  void shouldRefuseAnExpiredCertificate() throws Exception {
    serve(LIMITS);
    Path expired = cluster.expired("late", Role.VIEWER);

    refused(RawClient.withCertificate(expired, viewer), "its certificate has expired: CN=late");
    assertThatThrownBy(() -> connect(expired))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("identity.p12 cannot be used: its certificate has expired");
  }

  @Test
  void shouldRefuseACertificateOfAnotherAuthority() throws Exception {
    serve(LIMITS);
    TestCluster other = new TestCluster(scratch, "sarge");
    Path stranger = other.person("stranger", Role.MANAGER);

    refused(
        RawClient.withCertificate(stranger, viewer),
        "its certificate is of another authority: CN=stranger");
    assertThatThrownBy(() -> connect(stranger))
        .hasMessageContaining("its certificate is of another authority");
  }

  @Test
  void shouldRefuseAnAuthorityThatOnlyTookOurName() throws Exception {
    serve(LIMITS);
    TestCluster twin = new TestCluster(Files.createDirectory(scratch.resolve("twin")), "etch");

    refused(
        RawClient.withCertificate(twin.person("viewer", Role.MANAGER), viewer),
        "its certificate is of another authority");
  }

  @Test
  void shouldRefuseARevokedCertificateAtOnceAndCutItsConnections() throws Exception {
    serve(LIMITS);
    try (JmxPeer mallory = connect(cluster.person("mallory", Role.OPERATOR));
        JmxPeer other = connect(viewer)) {
      assertThat(count(mallory)).isPositive();

      cluster.revoke("mallory", agent);

      log.await("Cut connection of mallory [OPERATOR] from 127.0.0.1: its certificate is revoked");
      Await.until("a cut connection", () -> isCut(mallory));
      refused(
          RawClient.withCertificate(scratch.resolve("authority-etch-mallory"), viewer),
          "its certificate is revoked: CN=mallory");
      assertThat(count(other)).isPositive();
    }
  }

  @Test
  void shouldGoOnWithTheLastGoodDenyListWhenTheFileIsDamagedOrGone() throws Exception {
    serve(LIMITS);
    Path mallory = cluster.person("mallory", Role.OPERATOR);
    cluster.revoke("mallory", agent);
    refused(RawClient.withCertificate(mallory, viewer), "its certificate is revoked");

    Files.writeString(agent.resolve("denied-serials"), "not hexadecimal\n");

    log.await("line 1: expected one hexadecimal serial number");
    refused(RawClient.withCertificate(mallory, viewer), "its certificate is revoked");
    Files.delete(agent.resolve("denied-serials"));
    log.await("denied-serials cannot be read");
    refused(RawClient.withCertificate(mallory, viewer), "its certificate is revoked");
  }

  @Test
  void shouldNotTalkToARevokedServer() throws Exception {
    serve(LIMITS);
    cluster.revoke("a-204-02", viewer);

    assertThatThrownBy(() -> connect(viewer))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("its certificate is revoked: CN=a-204-02");
  }

  @Test
  void shouldNotTalkToAServerUnderANameThatItsCertificateLacks() throws Exception {
    agent =
        cluster.issue(
            "a-204-03", List.of("a-204-03"), Clock.systemUTC(), Duration.ofDays(90), Role.AGENT);
    serve(LIMITS);

    assertThatThrownBy(() -> connect(viewer))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("127.0.0.1:" + port.port())
        .hasMessageContaining("certificate names [a-204-03] and not 127.0.0.1");
  }

  @Test
  void shouldSaySoWhenTheOtherSideRefuses() throws Exception {
    serve(LIMITS);
    Path mallory = cluster.person("mallory", Role.OPERATOR);
    cluster.revoke("mallory", agent);

    assertThatThrownBy(() -> connect(mallory))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("refused us")
        .hasMessageContaining("its log says why");
  }

  @Test
  void shouldSendAwayWhoDoesNotSpeakAndServeTheOthersMeanwhile() throws Exception {
    serve(new Reception.Limits(Duration.ofSeconds(3), 100));
    List<Socket> silent = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      silent.add(new Socket(InetAddress.getLoopbackAddress(), port.port()));
    }
    silent.get(0).getOutputStream().write(new byte[] {22, 3, 1});

    try (JmxPeer peer = connect(viewer)) {
      assertThat(count(peer)).isPositive();
    }
    for (Socket socket : silent) {
      socket.setSoTimeout(60_000);
      assertThat(readOrReset(socket)).isEqualTo(-1);
      socket.close();
    }
    log.await("it did not identify itself within 3000 ms");
    Await.until("ten lines", () -> log.lines("did not identify itself").size() == 10);
  }

  @Test
  void shouldSendAwayWhoSpeaksSomethingElse() throws Exception {
    serve(LIMITS);
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port.port())) {
      socket.getOutputStream().write("GET / HTTP/1.0\r\n\r\n".getBytes(US_ASCII));
      log.await("the handshake failed");
    }
    assertThat(log.lines("Refused connection")).hasSize(1);
  }

  @Test
  void shouldTakeNoMoreConnectionsThanConfigured() throws Exception {
    serve(new Reception.Limits(Duration.ofSeconds(30), 2));
    RawClient client = RawClient.withCertificate(viewer, viewer);
    try (SSLSocket first = client.connect(port.port());
        SSLSocket second = client.connect(port.port())) {
      assertThat(first.isConnected() && second.isConnected()).isTrue();

      assertThatThrownBy(() -> client.connect(port.port())).isInstanceOf(IOException.class);
      log.await("there are 2 connections already");
    }
    Await.until("room for another", () -> canConnect(client));
  }

  @Test
  void shouldKeepEveryLineOneLine() throws Exception {
    serve(LIMITS);
    try (JmxPeer peer = connect(viewer)) {
      assertThatThrownBy(
              () ->
                  peer.connector()
                      .getMBeanServerConnection()
                      .invoke(Lamp.NAME, "x\nERROR all is lost\u001b[31m", null, null))
          .isInstanceOf(SecurityException.class);
    }
    assertThat(log.await("Refused invoke"))
        .contains("x\\u000aERROR all is lost\\u001b[31m on org.transhume:type=Lamp");
  }

  private void serve(Reception.Limits limits) throws Exception {
    Identity identity = Identity.load(agent, Clock.systemUTC());
    port =
        new JmxPort(
            switchboard,
            identity,
            TestCluster.anyPort(),
            limits,
            Lamp.serverWith(new Lamp()),
            Clock.systemUTC());
  }

  private JmxPeer connect(Path identity) throws IOException {
    return new TlsTransportProvider()
        .open(identity)
        .connect(new Endpoint("127.0.0.1", port.port()), TestCluster.TIMEOUT);
  }

  private void refused(RawClient client, String line) {
    int before = refusals(line);
    assertThatThrownBy(() -> client.firstByte(port.port())).isInstanceOf(IOException.class);
    Await.until(line + " in\n" + log.text(), () -> refusals(line) == before + 1);
  }

  private int refusals(String line) {
    return log.lines("Refused connection to JMX port " + port.port()).stream()
        .filter(refused -> refused.contains(line))
        .toList()
        .size();
  }

  private boolean canConnect(RawClient client) {
    try (SSLSocket socket = client.connect(port.port())) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  private static int count(JmxPeer peer) throws IOException {
    return peer.connector().getMBeanServerConnection().getMBeanCount();
  }

  private static boolean isCut(JmxPeer peer) {
    try {
      count(peer);
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  private static int readOrReset(Socket socket) {
    try {
      return socket.getInputStream().read();
    } catch (IOException e) {
      return -1;
    }
  }
}
