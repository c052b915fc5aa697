// SPDX-License-Identifier: Apache-2.0
package org.transhume.connector.internal;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.transhume.api.mx.Role;
import org.transhume.spi.transport.Endpoint;
import org.transhume.spi.transport.OwnIdentity;

/** What a process says of itself, and what it hears from servers that are none of ours. */
@Timeout(240)
class OwnIdentityTest {

  private static final Logger LOG = LoggerFactory.getLogger(OwnIdentityTest.class);
  private static final byte[] QUESTION = "srvr".getBytes(US_ASCII);

  @TempDir Path scratch;
  private TestCluster cluster;
  private Path manager;

  @BeforeEach
  void makeIdentities() throws Exception {
    cluster = new TestCluster(scratch, "etch");
    manager = cluster.host("manager-1", Role.MANAGER);
  }

  @Test
  void shouldSayWhoItIs() throws Exception {
    OwnIdentity own = new TlsTransportProvider().identity(manager);

    assertThat(own.self().name()).isEqualTo("manager-1");
    assertThat(own.self().roles()).containsExactly(Role.MANAGER);
    assertThat(own.subject()).isEqualTo("CN=manager-1,OU=manager,O=etch");
    assertThat(own.folder()).isEqualTo(manager);
  }

  @Test
  void shouldBringBackWhatAServerOfTheSameAuthorityAnswers() throws Exception {
    assertThat(ask(manager, cluster.host("zk-1", Role.VIEWER))).isEqualTo("srvr, manager-1");
  }

  @Test
  void shouldSayWhyItDoesNotTrustTheServer() throws Exception {
    Path foreign = new TestCluster(scratch, "sarge").host("zk-1", Role.VIEWER);
    Path elsewhere =
        cluster.issue(
            "zk-2",
            List.of("zk-2.example.org"),
            Clock.systemUTC(),
            Duration.ofDays(90),
            Role.VIEWER);
    Path stolen = cluster.host("zk-3", Role.VIEWER);
    cluster.revoke("zk-3", manager);

    refused(manager, foreign, "its certificate is of another authority: CN=zk-1");
    refused(manager, elsewhere, "whose certificate names [zk-2.example.org] and not localhost");
    refused(manager, stolen, "its certificate is revoked: CN=zk-3");
  }

  @Test
  void shouldSayThatTheServerDoesNotTrustUs() throws Exception {
    Path server = cluster.host("zk-1", Role.VIEWER);
    cluster.revoke("manager-1", server);

    refused(manager, server, "log says why");
  }

  @Test
  void shouldSayThatNobodyAnswers() throws Exception {
    OwnIdentity own = new TlsTransportProvider().identity(manager);
    int port;
    try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = closed.getLocalPort();
    }

    assertThatThrownBy(
            () -> own.ask(new Endpoint("localhost", port), QUESTION, TestCluster.TIMEOUT))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("TLS connection to localhost:" + port)
        .hasMessageContaining("refused");
  }

  private static void refused(Path client, Path server, String why) {
    assertThatThrownBy(() -> ask(client, server))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("TLS connection to localhost:")
        .hasMessageContaining(why);
  }

  /** Asks a server that repeats the question and says who asked. */
  private static String ask(Path client, Path server) throws Exception {
    Identity identity = Identity.load(server, Clock.systemUTC());
    try (SSLServerSocket door =
        (SSLServerSocket)
            identity
                .context()
                .getServerSocketFactory()
                .createServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      door.setNeedClientAuth(true);
      Thread answering = new Thread(() -> answer(door, identity), "server");
      answering.setDaemon(true);
      answering.start();
      byte[] answer =
          new TlsTransportProvider()
              .identity(client)
              .ask(new Endpoint("localhost", door.getLocalPort()), QUESTION, TestCluster.TIMEOUT);
      return new String(answer, US_ASCII);
    }
  }

  private static void answer(SSLServerSocket door, Identity identity) {
    try (SSLSocket socket = (SSLSocket) door.accept();
        InputStream in = socket.getInputStream()) {
      String question = new String(in.readNBytes(QUESTION.length), US_ASCII);
      String name = identity.check().accept(socket.getSession()).identity().name();
      socket.getOutputStream().write((question + ", " + name).getBytes(US_ASCII));
    } catch (IOException | CertificateException e) {
      LOG.debug("The other side tells of it, too", e);
    }
  }
}
