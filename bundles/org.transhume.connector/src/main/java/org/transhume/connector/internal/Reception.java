// SPDX-License-Identifier: Apache-2.0
package org.transhume.connector.internal;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;

/**
 * One listening port: bounds the connections, gives each a limited time to identify itself, and
 * writes a line about each that is turned away.
 */
final class Reception implements Closeable {

  /**
   * How much a port takes.
   *
   * @param handshakeTimeout from the begin of the handshake to being identified
   * @param maximumConnections at the same time, those in their handshake included
   */
  record Limits(Duration handshakeTimeout, int maximumConnections) {}

  /** Identifies the peer and takes over the connection. */
  interface Host {
    /**
     * Blocks until the peer is identified.
     *
     * @param onClose to be run when the connection ends after this method returned
     * @throws IOException when the handshake failed
     * @throws CertificateException when the peer is refused
     */
    void welcome(SocketChannel channel, Runnable onClose) throws IOException, CertificateException;
  }

  private final Switchboard switchboard;
  private final Limits limits;
  private final Host host;
  private final ServerSocketChannel listening;
  private final String name;
  private final int port;
  private final Set<SocketChannel> open = ConcurrentHashMap.newKeySet();

  Reception(
      Switchboard switchboard, InetSocketAddress address, String what, Limits limits, Host host)
      throws IOException {
    this.switchboard = switchboard;
    this.limits = limits;
    this.host = host;
    this.listening = switchboard.acceptor().listen(address, this::arrived);
    this.port = ((InetSocketAddress) listening.getLocalAddress()).getPort();
    this.name = what + " port " + port;
  }

  int port() {
    return port;
  }

  private void arrived(SocketChannel channel) {
    SocketAddress from = channel.socket().getRemoteSocketAddress();
    open.add(channel);
    if (open.size() > limits.maximumConnections()) {
      refuse(channel, from, "there are " + limits.maximumConnections() + " connections already");
      return;
    }
    try {
      switchboard.handshake(() -> identify(channel, from));
    } catch (RejectedExecutionException e) {
      refuse(channel, from, "too many handshakes are in progress");
    }
  }

  private void identify(SocketChannel channel, SocketAddress from) {
    Deadline deadline =
        new Deadline(switchboard, limits.handshakeTimeout(), () -> Sockets.closeQuietly(channel));
    try {
      Sockets.tune(channel);
      host.welcome(channel, () -> open.remove(channel));
      deadline.met();
    } catch (IOException | CertificateException | RuntimeException e) {
      refuse(channel, from, deadline.met() ? reason(e) : lateReason());
    }
  }

  private String lateReason() {
    return "it did not identify itself within " + limits.handshakeTimeout().toMillis() + " ms";
  }

  private static String reason(Exception e) {
    return findRefusal(e)
        .map(Throwable::getMessage)
        .orElseGet(
            () ->
                String.valueOf(e.getMessage()).contains("Empty client certificate chain")
                    ? Refusal.NO_CERTIFICATE.toString()
                    : "the handshake failed: " + e);
  }

  private static Optional<Throwable> findRefusal(Throwable failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof RefusedCertificateException) {
        return Optional.of(t);
      }
    }
    return Optional.empty();
  }

  private void refuse(SocketChannel channel, SocketAddress from, String why) {
    open.remove(channel);
    Sockets.closeQuietly(channel);
    Audit.refusedConnection(name, from, why);
  }

  /** Stops listening; connections that are established live on. */
  @Override
  public void close() {
    switchboard.acceptor().end(listening);
  }
}
