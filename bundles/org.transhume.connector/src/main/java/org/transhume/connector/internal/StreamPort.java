// SPDX-License-Identifier: Apache-2.0
package org.transhume.connector.internal;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.security.cert.CertificateException;
import java.util.function.Consumer;
import javax.net.ssl.SSLEngine;
import org.transhume.api.mx.Role;
import org.transhume.spi.transport.SecureTransport;
import org.transhume.spi.transport.StreamConnection;

/** Accepts migration streams. */
final class StreamPort implements SecureTransport.StreamListener {

  /** Told to the other side when it was accepted, so that it need not guess from silence. */
  static final byte WELCOME = 0x06;

  private final Identity identity;
  private final boolean tls;
  private final LiveConnections live;
  private final Consumer<StreamConnection> handler;
  private final Reception reception;

  StreamPort(
      Switchboard switchboard,
      Identity identity,
      boolean tls,
      LiveConnections live,
      InetSocketAddress address,
      Reception.Limits limits,
      Consumer<StreamConnection> handler)
      throws IOException {
    this.identity = identity;
    this.tls = tls;
    this.live = live;
    this.handler = handler;
    this.reception = new Reception(switchboard, address, "stream", limits, this::welcome);
  }

  @Override
  public int port() {
    return reception.port();
  }

  private void welcome(SocketChannel channel, Runnable onClose)
      throws IOException, CertificateException {
    StreamConnection stream =
        tls ? identified(Wire.of(channel), onClose) : new PlainStream(Wire.of(channel), onClose);
    Thread thread = new Thread(() -> handler.accept(stream), "transhume-stream");
    thread.setDaemon(true);
    thread.start();
  }

  private StreamConnection identified(Wire wire, Runnable onClose)
      throws IOException, CertificateException {
    SSLEngine engine = identity.context().createSSLEngine();
    engine.setUseClientMode(false);
    engine.setSSLParameters(identity.parameters(true));
    TlsStream stream = new TlsStream(wire, engine, onClose);
    stream.handshake(identity.check());
    requireAgent(stream.peer());
    stream.output().write(ByteBuffer.wrap(new byte[] {WELCOME}));
    live.add(wire, stream.peer());
    return stream;
  }

  static void requireAgent(Peer peer) throws IOException {
    if (!peer.identity().roles().contains(Role.AGENT)) {
      throw new IOException(peer + " is no agent, and only agents exchange migration streams");
    }
  }

  @Override
  public void close() {
    reception.close();
  }
}
