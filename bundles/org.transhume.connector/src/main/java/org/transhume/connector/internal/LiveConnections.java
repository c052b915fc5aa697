// SPDX-License-Identifier: Apache-2.0
package org.transhume.connector.internal;

import java.nio.channels.SocketChannel;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Connections whose peer is asked again and again whether it is still accepted. */
final class LiveConnections {

  private final Map<SocketChannel, Peer> peers = new ConcurrentHashMap<>();

  void add(SocketChannel channel, Peer peer) {
    peers.put(channel, peer);
  }

  /** Cuts the connections of those who were revoked or have expired; forgets closed ones. */
  void cutRefused(CertificateCheck check) {
    peers.keySet().removeIf(channel -> !channel.isOpen());
    peers.forEach(
        (channel, peer) -> {
          try {
            check.requireStillGood(peer);
          } catch (RefusedCertificateException e) {
            Audit.cutConnection(
                peer, channel.socket().getRemoteSocketAddress().toString(), e.getMessage());
            Sockets.closeQuietly(channel);
          }
        });
  }
}
