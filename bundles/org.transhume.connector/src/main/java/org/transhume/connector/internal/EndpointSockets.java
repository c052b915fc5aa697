// SPDX-License-Identifier: Apache-2.0
package org.transhume.connector.internal;

import java.io.Closeable;
import java.io.IOException;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.rmi.server.RMIClientSocketFactory;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLSocket;
import org.transhume.spi.transport.Endpoint;
import org.transhume.spi.transport.PeerIdentity;

/**
 * The sockets of one JMX connection, all under one identity and all to one peer. It stands in the
 * stubs in place of the JDK's factory, whose keys are those of the whole JVM, and connects to the
 * endpoint that the caller named, whatever host the stub tells.
 */
final class EndpointSockets implements RMIClientSocketFactory, Closeable {

  private final Switchboard switchboard;
  private final Identity identity;
  private final LiveConnections live;
  private final Endpoint endpoint;
  private final Duration timeout;
  private final Set<SocketChannel> open = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;
  private volatile PeerIdentity peer;

  EndpointSockets(
      Switchboard switchboard,
      Identity identity,
      LiveConnections live,
      Endpoint endpoint,
      Duration timeout) {
    this.switchboard = switchboard;
    this.identity = identity;
    this.live = live;
    this.endpoint = endpoint;
    this.timeout = timeout;
  }

  /** Who answered; known after the first socket. */
  PeerIdentity peer() {
    return peer;
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    return createSocket();
  }

  /** A new connection to the endpoint, with the peer identified. */
  Socket createSocket() throws IOException {
    open.removeIf(channel -> !channel.isOpen());
    SocketChannel channel = SocketChannel.open();
    open.add(channel);
    Deadline deadline = new Deadline(switchboard, timeout, () -> Sockets.closeQuietly(channel));
    try {
      if (closed) {
        throw new IOException("the connection to " + endpoint + " is closed");
      }
      channel.connect(TlsTransport.resolved(endpoint));
      Sockets.tune(channel);
      return identified(channel);
    } catch (CertificateException e) {
      throw new IOException(e.getMessage(), e);
    } catch (IOException | RuntimeException e) {
      Sockets.closeQuietly(channel);
      throw e;
    } finally {
      deadline.met();
    }
  }

  private SSLSocket identified(SocketChannel channel) throws IOException, CertificateException {
    SSLSocket socket =
        (SSLSocket)
            identity
                .context()
                .getSocketFactory()
                .createSocket(channel.socket(), endpoint.host(), endpoint.port(), true);
    socket.setUseClientMode(true);
    socket.setSSLParameters(identity.parameters(false));
    socket.startHandshake();
    Peer answering = identity.check().accept(socket.getSession());
    Failures.requireHost(answering, endpoint.host());
    requireSame(answering.identity());
    live.add(Wire.of(channel), answering);
    return socket;
  }

  private synchronized void requireSame(PeerIdentity answering) throws IOException {
    if (peer != null && !peer.equals(answering)) {
      throw new IOException(endpoint + " was " + peer.name() + " and is " + answering.name());
    }
    peer = answering;
  }

  /** Cuts all sockets; none is made any more. */
  @Override
  public void close() {
    closed = true;
    open.forEach(Sockets::closeQuietly);
  }
}
