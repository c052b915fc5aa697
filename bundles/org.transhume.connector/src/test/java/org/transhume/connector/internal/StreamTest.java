// SPDX-License-Identifier: Apache-2.0
package org.transhume.connector.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
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
class StreamTest {

  private static final Reception.Limits LIMITS = new Reception.Limits(Duration.ofSeconds(30), 10);

  @TempDir Path scratch;
  private final CompletableFuture<StreamConnection> accepted = new CompletableFuture<>();
  private CapturedLog log;
  private TestCluster cluster;
  private Path source;
  private Path target;
  private Switchboard switchboard;
  private SecureTransport.StreamListener listener;

  @BeforeEach
  void prepare() throws Exception {
    log = new CapturedLog();
    cluster = new TestCluster(scratch, "etch");
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
    log.close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shouldCarryBytesBothWaysAndEndEachWayByItself(boolean tls) throws Exception {
    StreamConnection sender = open(tls);
    StreamConnection receiver = accepted.get(60, TimeUnit.SECONDS);
    byte[] sent = new byte[5_000_017];
    new Random(1).nextBytes(sent);

    CompletableFuture<String> received = later(() -> digest(receiver.input(), 70_001));
    write(sender.output(), sent);
    sender.endOutput();

    assertThat(received.get(60, TimeUnit.SECONDS)).isEqualTo(digest(sent));
    // The other direction is open still, for as long as its end likes.
    CompletableFuture<String> answer = later(() -> digest(sender.input(), 256 * 1024));
    write(receiver.output(), Arrays.copyOf(sent, 300_000));
    receiver.endOutput();
    assertThat(answer.get(60, TimeUnit.SECONDS)).isEqualTo(digest(Arrays.copyOf(sent, 300_000)));
    sender.close();
    receiver.close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shouldCarryBothDirectionsAtOnce(boolean tls) throws Exception {
    StreamConnection one = open(tls);
    StreamConnection other = accepted.get(60, TimeUnit.SECONDS);
    byte[] bytes = new byte[3_000_000];
    new Random(2).nextBytes(bytes);

    CompletableFuture<String> here = later(() -> digest(one.input(), 1_000));
    CompletableFuture<String> there = later(() -> digest(other.input(), 100_000));
    CompletableFuture<String> back =
        later(
            () -> {
              write(other.output(), bytes);
              other.endOutput();
              return "";
            });
    write(one.output(), bytes);
    one.endOutput();

    back.get(60, TimeUnit.SECONDS);
    assertThat(here.get(60, TimeUnit.SECONDS)).isEqualTo(digest(bytes));
    assertThat(there.get(60, TimeUnit.SECONDS)).isEqualTo(digest(bytes));
    one.close();
    other.close();
  }

  @Test
  void shouldTellBothWhoIsThere() throws Exception {
    try (StreamConnection sender = open(true);
        StreamConnection receiver = accepted.get(60, TimeUnit.SECONDS)) {
      assertThat(sender.identity()).map(PeerIdentity::name).contains("a-204-03");
      assertThat(receiver.identity()).map(PeerIdentity::name).contains("a-204-02");
    }
  }

  @Test
  void shouldKnowNobodyWithoutTls() throws Exception {
    try (StreamConnection sender = open(false)) {
      assertThat(sender.identity()).isEmpty();
      assertThat(accepted.get(60, TimeUnit.SECONDS).identity()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shouldFreeABlockedReaderWhenCut(boolean tls) throws Exception {
    StreamConnection sender = open(tls);
    StreamConnection receiver = accepted.get(60, TimeUnit.SECONDS);
    CompletableFuture<String> reading = later(() -> digest(receiver.input(), 10));

    receiver.close();

    assertThatThrownBy(() -> reading.get(60, TimeUnit.SECONDS))
        .hasCauseInstanceOf(IOException.class);
    sender.close();
  }

  @Test
  void shouldTellACutFromAnEnd() throws Exception {
    StreamConnection sender = open(true);
    StreamConnection receiver = accepted.get(60, TimeUnit.SECONDS);
    write(sender.output(), new byte[100]);

    sender.close();

    assertThatThrownBy(() -> digest(receiver.input(), 1_000)).isInstanceOf(IOException.class);
  }

  @Test
  void shouldRefuseWhoIsNoAgent() throws Exception {
    listen(true, stream -> {});
    Path manager = cluster.person("manager", Role.MANAGER);

    assertThatThrownBy(() -> open(transport(manager, true), "a-204-03"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("127.0.0.1:" + listener.port());
    log.await("manager [MANAGER] is no agent");
  }

  @Test
  void shouldRefuseWhoIsRevokedAndCutWhatIsOpen() throws Exception {
    StreamConnection sender = open(true);
    StreamConnection receiver = accepted.get(60, TimeUnit.SECONDS);
    CompletableFuture<String> reading = later(() -> digest(receiver.input(), 10));

    cluster.revoke("a-204-02", target);

    log.await("Cut connection of a-204-02 [AGENT]");
    assertThatThrownBy(() -> reading.get(60, TimeUnit.SECONDS))
        .hasCauseInstanceOf(IOException.class);
    assertThatThrownBy(() -> open(transport(source, true), "a-204-03"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("its log says why");
    log.await("Refused connection to stream port " + listener.port());
    sender.close();
  }

  @Test
  void shouldNotSendToAHostThatWasNotMeant() throws Exception {
    listen(true, stream -> {});

    assertThatThrownBy(() -> open(transport(source, true), "a-204-04"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("and not a-204-04");
  }

  @Test
  void shouldGiveUpInTime() throws Exception {
    try (ServerSocket mute = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Endpoint endpoint = new Endpoint("127.0.0.1", mute.getLocalPort());
      SecureTransport transport = transport(source, true);
      long before = System.nanoTime();

      assertThatThrownBy(() -> transport.openStream(endpoint, "a-204-03", Duration.ofMillis(300)))
          .isInstanceOf(IOException.class)
          .hasMessage("stream to " + endpoint + ": no answer within 300 ms");
      assertThatThrownBy(() -> transport.connect(endpoint, Duration.ofMillis(300)))
          .isInstanceOf(IOException.class)
          .hasMessage("JMX connection to " + endpoint + ": no answer within 300 ms");
      assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(30));
    }
  }

  private StreamConnection open(boolean tls) throws Exception {
    listen(tls, accepted::complete);
    return open(transport(source, tls), "a-204-03");
  }

  private void listen(boolean tls, Consumer<StreamConnection> handler) throws Exception {
    listener = transport(target, tls).listen(TestCluster.anyPort(), handler);
  }

  private StreamConnection open(SecureTransport transport, String host) throws IOException {
    return transport.openStream(
        new Endpoint("127.0.0.1", listener.port()), host, TestCluster.TIMEOUT);
  }

  private SecureTransport transport(Path identity, boolean tls) throws IOException {
    return new TlsTransport(
        switchboard,
        Identity.load(identity, Clock.systemUTC()),
        tls,
        StreamDialer.STRAIGHT,
        LIMITS);
  }

  private interface Task {
    String run() throws Exception;
  }

  private static CompletableFuture<String> later(Task task) {
    CompletableFuture<String> result = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                result.complete(task.run());
              } catch (Exception e) {
                result.completeExceptionally(e);
              }
            });
    thread.setDaemon(true);
    thread.start();
    return result;
  }

  private static void write(WritableByteChannel channel, byte[] bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }

  private static String digest(ReadableByteChannel channel, int bufferBytes) throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    ByteBuffer buffer = ByteBuffer.allocateDirect(bufferBytes);
    while (channel.read(buffer) >= 0) {
      digest.update(buffer.flip());
      buffer.clear();
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static String digest(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }
}
