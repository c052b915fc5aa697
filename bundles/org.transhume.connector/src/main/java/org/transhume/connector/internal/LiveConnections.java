// SPDX-License-Identifier: Apache-2.0
package org.transhume.connector.internal;

import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ScheduledFuture;

/** Connections whose peer is asked every second whether it is still accepted. */
final class LiveConnections {

  private static final Duration PERIOD = Duration.ofSeconds(1);

  private final Switchboard switchboard;
  private final Identity identity;
  private final Map<SocketChannel, Peer> peers = new HashMap<>();
  private ScheduledFuture<?> watch;

  LiveConnections(Switchboard switchboard, Identity identity) {
    this.switchboard = switchboard;
    this.identity = identity;
  }

  synchronized void add(SocketChannel channel, Peer peer) {
    peers.put(channel, peer);
    if (watch == null) {
      watch = switchboard.every(PERIOD, this::look);
    }
  }

  /** Cuts the connections of those who were revoked or have expired; forgets closed ones. */
  private synchronized void look() {
    identity.refresh();
    peers.forEach(this::cutIfRefused);
    peers.keySet().removeIf(channel -> !channel.isOpen());
    if (peers.isEmpty()) {
      watch.cancel(false);
      watch = null;
    }
  }

  private void cutIfRefused(SocketChannel channel, Peer peer) {
    try {
      identity.check().requireStillGood(peer);
    } catch (RefusedCertificateException e) {
      Audit.cutConnection(
          peer, String.valueOf(channel.socket().getRemoteSocketAddress()), e.getMessage());
      Sockets.closeQuietly(channel);
    }
  }
}
