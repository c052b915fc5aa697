// SPDX-License-Identifier: Apache-2.0
package org.transhume.connector.internal;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.Set;
import java.util.function.Consumer;
import javax.net.ssl.SSLEngine;
import org.transhume.spi.transport.Endpoint;
import org.transhume.spi.transport.JmxPeer;
import org.transhume.spi.transport.SecureTransport;
import org.transhume.spi.transport.StreamConnection;

/** Connections under one identity. */
final class TlsTransport implements SecureTransport {

  private final Switchboard switchboard;
  private final Identity identity;
  private final boolean streamTls;
  private final Reception.Limits limits;
  private final LiveConnections live;

  /**
   * @param streamTls whether migration streams are encrypted and authenticated
   * @param limits for each port that accepts streams
   */
  TlsTransport(
      Switchboard switchboard, Identity identity, boolean streamTls, Reception.Limits limits) {
    this.switchboard = switchboard;
    this.identity = identity;
    this.streamTls = streamTls;
    this.limits = limits;
    this.live = new LiveConnections(switchboard, identity);
  }

  @Override
  public Set<String> ownNames() {
    return identity.self().identity().hosts();
  }

  @Override
  public JmxPeer connect(Endpoint endpoint, Duration timeout) throws IOException {
    return RemoteJmx.connect(switchboard, identity, live, endpoint, timeout);
  }

  @Override
  public StreamConnection openStream(Endpoint endpoint, String expectedHost, Duration timeout)
      throws IOException {
    SocketChannel channel = SocketChannel.open();
    Deadline deadline = new Deadline(switchboard, timeout, () -> Sockets.closeQuietly(channel));
    try {
      channel.connect(resolved(endpoint));
      Sockets.tune(channel);
      StreamConnection stream =
          streamTls ? identified(channel, expectedHost) : new PlainStream(channel, () -> {});
      if (!deadline.met()) {
        throw new IOException("the time is over");
      }
      return stream;
    } catch (IOException | CertificateException | RuntimeException e) {
      boolean late = !deadline.met();
      Sockets.closeQuietly(channel);
      throw Failures.describe("stream to " + endpoint, late, timeout, e);
    }
  }

  private StreamConnection identified(SocketChannel channel, String expectedHost)
      throws IOException, CertificateException {
    SSLEngine engine = identity.context().createSSLEngine();
    engine.setUseClientMode(true);
    engine.setSSLParameters(identity.parameters(false));
    TlsStream stream = new TlsStream(channel, engine, () -> {});
    stream.handshake(identity.check());
    Failures.requireHost(stream.peer(), expectedHost);
    StreamPort.requireAgent(stream.peer());
    awaitWelcome(stream);
    live.add(channel, stream.peer());
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
