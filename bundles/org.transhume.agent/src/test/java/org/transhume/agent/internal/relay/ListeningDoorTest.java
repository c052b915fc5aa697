// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.transhume.api.mx.Role;
import org.transhume.spi.transport.Endpoint;
import org.transhume.spi.transport.JmxPeer;
import org.transhume.spi.transport.PeerIdentity;
import org.transhume.spi.transport.SecureTransport;
import org.transhume.spi.transport.SecureTransport.StreamListener;
import org.transhume.spi.transport.StreamConnection;

@Timeout(180)
class ListeningDoorTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final StreamPreface TICKET = new StreamPreface("m-1", "secret", "u");

  private final ScheduledExecutorService scheduler = Executors.newScheduledThreadPool(1);
  private final BlockingQueue<StreamConnection> arrived = new LinkedBlockingQueue<>();
  private String certified = "a-204-02";
  private ListeningDoor door;

  @BeforeEach
  void open() throws IOException {
    door =
        new ListeningDoor(
            new CertifiedStreams(),
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            scheduler);
    door.expect(new StreamDoor.Guest(TICKET, "a-204-02", arrived::add));
  }

  @AfterEach
  void close() {
    door.close();
    scheduler.shutdownNow();
  }

  private StreamConnection knock(StreamPreface preface) throws IOException {
    return door.open(new Endpoint("127.0.0.1", door.port()), "a-204-03", preface, PATIENCE);
  }

  @Test
  void shouldLetInWhoHasTheTicket() throws Exception {
    StreamConnection mine = knock(TICKET);
    StreamConnection theirs = arrived.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);

    mine.output().write(ByteBuffer.wrap(new byte[] {42}));
    ByteBuffer one = ByteBuffer.allocate(1);
    theirs.input().read(one);

    assertThat(one.get(0)).isEqualTo((byte) 42);
    mine.close();
    theirs.close();
  }

  @Test
  void shouldLetNobodyInTwice() throws Exception {
    knock(TICKET).close();

    assertThatThrownBy(() -> knock(TICKET))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("refused");
  }

  @Test
  void shouldRefuseWrongTokensAndKeepWaitingForTheRightOne() throws Exception {
    assertThatThrownBy(() -> knock(new StreamPreface("m-1", "guess", "u")))
        .hasMessageContaining("refused");
    assertThatThrownBy(() -> knock(new StreamPreface("m-1", "secret", "other")))
        .hasMessageContaining("refused");
    assertThatThrownBy(() -> knock(new StreamPreface("m-2", "secret", "u")))
        .hasMessageContaining("refused");
    assertThat(arrived).isEmpty();

    knock(TICKET).close();
    assertThat(arrived.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isNotNull();
  }

  @Test
  void shouldRefuseACertificateThatDoesNotNameTheSource() {
    certified = "a-204-99";

    assertThatThrownBy(() -> knock(TICKET)).hasMessageContaining("refused");
    assertThat(arrived).isEmpty();
  }

  @Test
  void shouldRefuseAMigrationThatIsNoLongerExpected() {
    door.forget("m-1");

    assertThatThrownBy(() -> knock(TICKET)).hasMessageContaining("refused");
  }

  @Test
  void shouldCloseOnWhoSpeaksSomethingElse() throws Exception {
    try (SocketChannel socket =
        SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), door.port()))) {
      socket.write(ByteBuffer.wrap("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII)));

      assertThat(endOf(socket)).isTrue();
    }
    assertThat(arrived).isEmpty();
  }

  @Test
  void shouldCloseOnAFirstLineWithoutEnd() throws Exception {
    try (SocketChannel socket =
        SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), door.port()))) {
      socket.write(ByteBuffer.wrap(new byte[600]));

      assertThat(endOf(socket)).isTrue();
    }
  }

  @Test
  void shouldKeepNoStreamOpenThatComesWhileTheAgentEnds() throws Exception {
    scheduler.shutdownNow();
    try (SocketChannel socket =
        SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), door.port()))) {
      assertThat(endOf(socket)).isTrue();
    }

    assertThatThrownBy(() -> knock(TICKET))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("the agent ends");
    assertThat(arrived).isEmpty();
  }

  /** A reset is an end, too: bytes that nobody read make the kernel send one. */
  private static boolean endOf(SocketChannel socket) {
    try {
      return socket.read(ByteBuffer.allocate(100)) < 0;
    } catch (IOException e) {
      return true;
    }
  }

  @Test
  void shouldNotShowTheSecretInItsText() {
    assertThat(TICKET.toString()).doesNotContain("secret");
  }

  /** Plain streams that claim a certificate. */
  private final class CertifiedStreams implements SecureTransport {
    private final PlainStreams plain = new PlainStreams();

    @Override
    public Set<String> ownNames() {
      return plain.ownNames();
    }

    @Override
    public JmxPeer connect(Endpoint endpoint, Duration timeout) throws IOException {
      return plain.connect(endpoint, timeout);
    }

    @Override
    public StreamConnection openStream(Endpoint endpoint, String host, Duration timeout)
        throws IOException {
      return plain.openStream(endpoint, host, timeout);
    }

    @Override
    public StreamListener listen(InetSocketAddress address, Consumer<StreamConnection> handler)
        throws IOException {
      return plain.listen(address, stream -> handler.accept(new Certified(stream)));
    }
  }

  private final class Certified implements StreamConnection {
    private final StreamConnection plain;

    Certified(StreamConnection plain) {
      this.plain = plain;
    }

    @Override
    public Optional<PeerIdentity> identity() {
      return Optional.of(new PeerIdentity(certified, Set.of(certified), Set.of(Role.AGENT)));
    }

    @Override
    public java.nio.channels.ReadableByteChannel input() {
      return plain.input();
    }

    @Override
    public java.nio.channels.WritableByteChannel output() {
      return plain.output();
    }

    @Override
    public void endOutput() throws IOException {
      plain.endOutput();
    }

    @Override
    public void close() {
      plain.close();
    }
  }
}
