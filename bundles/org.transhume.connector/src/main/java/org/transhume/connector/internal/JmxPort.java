// SPDX-License-Identifier: Apache-2.0
package org.transhume.connector.internal;

import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.security.cert.CertificateException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledFuture;
import javax.management.MBeanServer;
import javax.net.ssl.SSLSocket;
import org.transhume.spi.transport.TransportProvider;

/**
 * An MBean server behind one TLS port, registry included. The port's own threads do the handshake;
 * then the connection goes to the connector server of that peer, made when it first comes and
 * dropped some time after it left.
 */
final class JmxPort implements TransportProvider.JmxServer {

  /** RMI clients renew their leases within ten minutes: who stays away longer has gone. */
  private static final Duration FORGET_AFTER = Duration.ofMinutes(12);

  private static final Duration LOOK_AFTER_PEERS = Duration.ofSeconds(1);

  private record Key(BigInteger serial, InetAddress from) {}

  private final Identity identity;
  private final MBeanServer server;
  private final Clock clock;
  private final Reception reception;
  private final ScheduledFuture<?> watch;
  private final Map<Key, PeerServer> peers = new HashMap<>();
  private final Deque<Slot> freeSlots = new ArrayDeque<>();
  private boolean closed;

  JmxPort(
      Switchboard switchboard,
      Identity identity,
      InetSocketAddress address,
      Reception.Limits limits,
      MBeanServer server,
      Clock clock)
      throws IOException {
    this.identity = identity;
    this.server = server;
    this.clock = clock;
    this.reception = new Reception(switchboard, address, "JMX", limits, this::welcome);
    this.watch = switchboard.every(LOOK_AFTER_PEERS, this::lookAfterPeers);
  }

  @Override
  public int port() {
    return reception.port();
  }

  private void welcome(SocketChannel channel, Runnable onClose)
      throws IOException, CertificateException {
    InetAddress from = channel.socket().getInetAddress();
    SSLSocket socket =
        (SSLSocket)
            identity
                .context()
                .getSocketFactory()
                .createSocket(
                    channel.socket(), from.getHostAddress(), channel.socket().getPort(), true);
    socket.setUseClientMode(false);
    socket.setSSLParameters(identity.parameters(true));
    socket.startHandshake();
    Peer peer = identity.check().accept(socket.getSession());
    hand(socket, channel, peer, from, onClose);
  }

  private synchronized void hand(
      SSLSocket socket, SocketChannel channel, Peer peer, InetAddress from, Runnable onClose)
      throws IOException {
    if (closed) {
      throw new IOException("the port is closing");
    }
    Key key = new Key(peer.certificate().getSerialNumber(), from);
    PeerServer present = peers.get(key);
    if (present != null && present.serve(socket, channel, onClose)) {
      return;
    }
    PeerServer fresh = start(peer, from);
    peers.put(key, fresh);
    if (!fresh.serve(socket, channel, onClose)) {
      throw new IOException("the connector server of " + peer + " ended at once");
    }
  }

  private PeerServer start(Peer peer, InetAddress from) throws IOException {
    Slot slot = freeSlots.isEmpty() ? new Slot() : freeSlots.pop();
    return PeerServer.start(slot, peer, from, port(), server, clock);
  }

  /** Cuts off who was revoked or has expired, and forgets who has gone. */
  private void lookAfterPeers() {
    identity.refresh();
    for (PeerServer peer : unwanted()) {
      stop(peer);
    }
  }

  private synchronized List<PeerServer> unwanted() {
    List<PeerServer> unwanted = new ArrayList<>();
    peers.values().removeIf(peer -> isUnwanted(peer) && unwanted.add(peer));
    return unwanted;
  }

  private boolean isUnwanted(PeerServer peer) {
    try {
      identity.check().requireStillGood(peer.peer());
    } catch (RefusedCertificateException e) {
      Audit.cutConnection(peer.peer(), peer.from().getHostAddress(), e.getMessage());
      return true;
    }
    return peer.isIdle(FORGET_AFTER);
  }

  private void stop(PeerServer peer) {
    peer.stop();
    synchronized (this) {
      freeSlots.push(peer.slot());
    }
  }

  @Override
  public void close() {
    watch.cancel(false);
    reception.close();
    List<PeerServer> all;
    synchronized (this) {
      closed = true;
      all = List.copyOf(peers.values());
      peers.clear();
    }
    all.forEach(this::stop);
  }
}
