// SPDX-License-Identifier: Apache-2.0
package org.transhume.connector.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.transhume.api.mx.Role;
import org.transhume.spi.transport.Endpoint;
import org.transhume.spi.transport.PeerIdentity;
import org.transhume.spi.transport.SecureTransport;
import org.transhume.spi.transport.StreamConnection;

@Timeout(240)
class StreamThroughCommandTest {

  private static final Reception.Limits LIMITS = new Reception.Limits(Duration.ofSeconds(30), 10);
  private static final StreamDialer FORWARDER =
      new StreamDialer(
          List.of(
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              "-XX:TieredStopAtLevel=1",
              "-cp",
              System.getProperty("java.class.path"),
              Forwarder.class.getName(),
              "%h",
              "%p"));

  @TempDir Path scratch;
  private final CompletableFuture<StreamConnection> accepted = new CompletableFuture<>();
  private Path source;
  private Path target;
  private Switchboard switchboard;
  private SecureTransport.StreamListener listener;

  @BeforeEach
  void prepare() throws Exception {
    TestCluster cluster = new TestCluster(scratch, "etch");
    source = cluster.host("a-204-02", Role.AGENT);
    target = cluster.host("a-204-03", Role.AGENT);
    switchboard = new Switchboard();
  }

  @AfterEach
  void end() throws IOException {
    if (listener != null) {
      listener.close();
    }
    switchboard.close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shouldCarryBytesBothWaysAndEndEachWayByItself(boolean tls) throws Exception {
    try (StreamConnection sender = open(tls);
        StreamConnection receiver = accepted.get(60, TimeUnit.SECONDS)) {
      byte[] sent = new byte[3_000_017];
      new Random(1).nextBytes(sent);

      CompletableFuture<byte[]> received = allOf(receiver);
      write(sender, sent);
      sender.endOutput();
      assertThat(received.get(60, TimeUnit.SECONDS)).isEqualTo(sent);

      CompletableFuture<byte[]> answer = allOf(sender);
      write(receiver, new byte[300_000]);
      receiver.endOutput();
      assertThat(answer.get(60, TimeUnit.SECONDS)).hasSize(300_000);
    }
  }

  @Test
  void shouldStillKnowWhoIsThere() throws Exception {
    try (StreamConnection sender = open(true)) {
      assertThat(sender.identity()).map(PeerIdentity::name).contains("a-204-03");
      assertThat(accepted.get(60, TimeUnit.SECONDS).identity())
          .map(PeerIdentity::name)
          .contains("a-204-02");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shouldFreeABlockedReaderWhenCut(boolean tls) throws Exception {
    StreamConnection sender = open(tls);
    StreamConnection receiver = accepted.get(60, TimeUnit.SECONDS);
    CompletableFuture<byte[]> reading = allOf(sender);

    sender.close();

    assertThatThrownBy(() -> reading.get(60, TimeUnit.SECONDS))
        .hasCauseInstanceOf(IOException.class);
    receiver.close();
  }

  @Test
  void shouldSayWhatTheCommandComplainedOf() throws Exception {
    int nobodyListens;
    try (ServerSocket once = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      nobodyListens = once.getLocalPort();
    }
    Endpoint endpoint = new Endpoint("127.0.0.1", nobodyListens);

    assertThatThrownBy(
            () -> transport(source, true).openStream(endpoint, "a-204-03", TestCluster.TIMEOUT))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(
            "ended with code 255: connect to 127.0.0.1 port " + nobodyListens + " failed");
  }

  @Test
  void shouldNameACommandThatIsNotThere() throws Exception {
    StreamDialer dialer = StreamDialer.parse("no-such-ssh -W 127.0.0.1:%p root@%h");

    assertThatThrownBy(() -> dialer.dial(new Endpoint("a-204-03", 7444)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no-such-ssh");
  }

  @Test
  void shouldNotTakeAnAddressForAnOption() {
    StreamDialer dialer = StreamDialer.parse("ssh -W 127.0.0.1:%p %h");

    assertThatThrownBy(() -> dialer.dial(new Endpoint("-oProxyCommand=reboot", 7444)))
        .isInstanceOf(IOException.class)
        .hasMessage("'-oProxyCommand=reboot' is no host name or address");
  }

  @Test
  void shouldRefuseACommandThatDoesNotSayWhereTo() {
    assertThatThrownBy(() -> StreamDialer.parse("ssh a-204-03"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("streamCommand = 'ssh a-204-03'")
        .hasMessageContaining("%h");
  }

  private StreamConnection open(boolean tls) throws Exception {
    listener = transport(target, tls).listen(TestCluster.anyPort(), accepted::complete);
    return transport(source, tls)
        .openStream(new Endpoint("127.0.0.1", listener.port()), "a-204-03", TestCluster.TIMEOUT);
  }

  private SecureTransport transport(Path identity, boolean tls) throws IOException {
    return new TlsTransport(
        switchboard, Identity.load(identity, Clock.systemUTC()), tls, FORWARDER, LIMITS);
  }

  private static void write(StreamConnection stream, byte[] bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      stream.output().write(buffer);
    }
  }

  private static CompletableFuture<byte[]> allOf(StreamConnection stream) {
    CompletableFuture<byte[]> all = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                all.complete(Channels.newInputStream(stream.input()).readAllBytes());
              } catch (IOException e) {
                all.completeExceptionally(e);
              }
            });
    thread.setDaemon(true);
    thread.start();
    return all;
  }
}
