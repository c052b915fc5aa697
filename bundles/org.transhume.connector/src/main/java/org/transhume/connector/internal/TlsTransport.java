// SPDX-License-Identifier: Apache-2.0
package org.transhume.connector.internal;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.Set;
import java.util.function.Consumer;
import javax.net.ssl.SSLEngine;
import org.transhume.spi.transport.Endpoint;
import org.transhume.spi.transport.JmxPeer;
import org.transhume.spi.transport.OwnIdentity;
import org.transhume.spi.transport.PeerIdentity;
import org.transhume.spi.transport.SecureTransport;
import org.transhume.spi.transport.StreamConnection;

/** Connections under one identity. */
final class TlsTransport implements SecureTransport, OwnIdentity {

  private static final int LONGEST_ANSWER_BYTES = 64 << 10;

  @FunctionalInterface
  private interface Connecting {
    void connect() throws IOException;
  }

  private final Switchboard switchboard;
  private final Identity identity;
  private final boolean streamTls;
  private final StreamDialer dialer;
  private final Reception.Limits limits;
  private final LiveConnections live;

  /**
   * @param streamTls whether migration streams are encrypted and authenticated
   * @param dialer how streams of ours reach other agents
   * @param limits for each port that accepts streams
   */
  TlsTransport(
      Switchboard switchboard,
      Identity identity,
      boolean streamTls,
      StreamDialer dialer,
      Reception.Limits limits) {
    this.switchboard = switchboard;
    this.identity = identity;
    this.streamTls = streamTls;
    this.dialer = dialer;
    this.limits = limits;
    this.live = new LiveConnections(switchboard, identity);
  }

  @Override
  public Set<String> ownNames() {
    return identity.self().identity().hosts();
  }

  @Override
  public PeerIdentity self() {
    return identity.self().identity();
  }

  @Override
  public String subject() {
    return identity.self().certificate().getSubjectX500Principal().getName();
  }

  @Override
  public Path folder() {
    return identity.folder();
  }

  @Override
  public byte[] ask(Endpoint endpoint, byte[] question, Duration timeout) throws IOException {
    EndpointSockets sockets = new EndpointSockets(switchboard, identity, live, endpoint, timeout);
    Deadline deadline = new Deadline(switchboard, timeout, sockets::close);
    try (Socket socket = sockets.createSocket()) {
      socket.getOutputStream().write(question);
      return socket.getInputStream().readNBytes(LONGEST_ANSWER_BYTES);
    } catch (IOException e) {
      throw Failures.describe("TLS connection to " + endpoint, !deadline.met(), timeout, e);
    } finally {
      deadline.met();
      sockets.close();
    }
  }

  @Override
  public JmxPeer connect(Endpoint endpoint, Duration timeout) throws IOException {
    return RemoteJmx.connect(switchboard, identity, live, endpoint, timeout);
  }

  @Override
  public StreamConnection openStream(Endpoint endpoint, String expectedHost, Duration timeout)
      throws IOException {
    return dialer.isStraight()
        ? openStraight(endpoint, expectedHost, timeout)
        : openThroughCommand(endpoint, expectedHost, timeout);
  }

  private StreamConnection openStraight(Endpoint endpoint, String expectedHost, Duration timeout)
      throws IOException {
    SocketChannel channel = SocketChannel.open();
    return open(
        Wire.of(channel),
        () -> {
          channel.connect(resolved(endpoint));
          Sockets.tune(channel);
        },
        endpoint,
        expectedHost,
        timeout);
  }

  private StreamConnection openThroughCommand(
      Endpoint endpoint, String expectedHost, Duration timeout) throws IOException {
    return open(dialer.dial(endpoint), () -> {}, endpoint, expectedHost, timeout);
  }

  private StreamConnection open(
      Wire wire, Connecting connecting, Endpoint endpoint, String expectedHost, Duration timeout)
      throws IOException {
    Deadline deadline = new Deadline(switchboard, timeout, wire::close);
    try {
      connecting.connect();
      StreamConnection stream =
          streamTls ? identified(wire, expectedHost) : new PlainStream(wire, () -> {});
      if (!deadline.met()) {
        throw new IOException("the time is over");
      }
      return stream;
    } catch (IOException | CertificateException | RuntimeException e) {
      boolean late = !deadline.met();
      wire.close();
      throw Failures.describe("stream to " + endpoint, late, timeout, e);
    }
  }

  private StreamConnection identified(Wire wire, String expectedHost)
      throws IOException, CertificateException {
    SSLEngine engine = identity.context().createSSLEngine();
    engine.setUseClientMode(true);
    engine.setSSLParameters(identity.parameters(false));
    TlsStream stream = new TlsStream(wire, engine, () -> {});
    stream.handshake(identity.check());
    Failures.requireHost(stream.peer(), expectedHost);
    StreamPort.requireAgent(stream.peer());
    awaitWelcome(stream);
    live.add(wire, stream.peer());
    return stream;
  }

  private static void awaitWelcome(TlsStream stream) throws IOException {
    ByteBuffer word = ByteBuffer.allocate(1);
    if (stream.input().read(word) != 1 || word.get(0) != StreamPort.WELCOME) {
      throw new IOException("the peer did not accept this stream; its log says why");
    }
  }

  static InetSocketAddress resolved(Endpoint endpoint) throws IOException {
    InetSocketAddress address = new InetSocketAddress(endpoint.host(), endpoint.port());
    if (address.isUnresolved()) {
      throw new IOException("the name " + endpoint.host() + " has no address");
    }
    return address;
  }

  @Override
  public StreamListener listen(InetSocketAddress address, Consumer<StreamConnection> handler)
      throws IOException {
    return new StreamPort(switchboard, identity, streamTls, live, address, limits, handler);
  }
}
