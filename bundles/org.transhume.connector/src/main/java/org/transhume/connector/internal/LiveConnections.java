// SPDX-License-Identifier: Apache-2.0
package org.transhume.connector.internal;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ScheduledFuture;

/** Connections whose peer is asked every second whether it is still accepted. */
final class LiveConnections {

  private static final Duration PERIOD = Duration.ofSeconds(1);

  private final Switchboard switchboard;
  private final Identity identity;
  private final Map<Wire, Peer> peers = new HashMap<>();
  private ScheduledFuture<?> watch;

  LiveConnections(Switchboard switchboard, Identity identity) {
    this.switchboard = switchboard;
    this.identity = identity;
  }

  synchronized void add(Wire wire, Peer peer) {
    peers.put(wire, peer);
    if (watch == null) {
      watch = switchboard.every(PERIOD, this::look);
    }
  }

  /** Cuts the connections of those who were revoked or have expired; forgets closed ones. */
  private synchronized void look() {
    identity.refresh();
    peers.forEach(this::cutIfRefused);
    peers.keySet().removeIf(wire -> !wire.isOpen());
    if (peers.isEmpty()) {
      watch.cancel(false);
      watch = null;
    }
  }

  private void cutIfRefused(Wire wire, Peer peer) {
    try {
      identity.check().requireStillGood(peer);
    } catch (RefusedCertificateException e) {
      Audit.cutConnection(peer, wire.remote(), e.getMessage());
      wire.close();
    }
  }
}
