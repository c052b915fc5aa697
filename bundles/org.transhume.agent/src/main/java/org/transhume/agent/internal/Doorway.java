// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.transhume.agent.internal.relay.ListeningDoor;
import org.transhume.agent.internal.relay.StreamDoor;
import org.transhume.spi.transport.SecureTransport;

/**
 * Keeps the door for migration streams open: reopens it when the configuration or this process's
 * identity changes, and tries again while its address cannot be bound. A closed door ends no
 * migration that is under way.
 */
final class Doorway implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Doorway.class);
  private static final String PLAIN =
      "migration streams are neither encrypted nor authenticated: whoever reaches their network"
          + " reads the memory of domains that move. Set streamTls = true in"
          + " org.transhume.connector.cfg";
  private static final long RETRY_MILLIS = 10_000;

  private final AgentThreads threads;
  private AgentSettings.Streams streams;
  private SecureTransport identity;
  private volatile ListeningDoor door;
  private volatile String problem;
  private boolean closed;

  Doorway(AgentThreads threads) {
    this.threads = threads;
  }

  /** The door, while it is open. */
  Optional<StreamDoor> door() {
    return Optional.ofNullable(door);
  }

  /** Why it is not open, or what is unsafe about it, with the remedy; empty when all is well. */
  Optional<String> problem() {
    ListeningDoor open = door;
    return open != null && open.unauthenticated()
        ? Optional.of(PLAIN)
        : Optional.ofNullable(problem);
  }

  /**
   * From now on so.
   *
   * @param transport this process's identity; null while it has none
   */
  synchronized void use(AgentSettings.Streams wanted, SecureTransport transport) {
    if (wanted.equals(streams) && Objects.equals(transport, identity)) {
      return;
    }
    streams = wanted;
    identity = transport;
    shut();
    open();
  }

  private synchronized void open() {
    if (closed || door != null) {
      return;
    }
    if (identity == null) {
      problem =
          "no migration is possible, for this process has no certificate: make one with"
              + " 'transhume ca issue' and name its folder in org.transhume.connector.cfg";
      return;
    }
    try {
      door =
          new ListeningDoor(
              identity,
              new InetSocketAddress(streams.address(), streams.port()),
              threads.scheduler());
      problem = null;
      LOG.info("migration streams are accepted on {}:{}", streams.address(), door.port());
    } catch (IOException e) {
      problem =
          "no migration is possible: "
              + e.getMessage()
              + "; set streamAddress and streamPort to what is free on this host";
      LOG.error("migration streams cannot be accepted; trying again", e);
      threads.later(RETRY_MILLIS, () -> threads.workers().execute(this::open));
    }
  }

  private void shut() {
    if (door != null) {
      door.close();
      door = null;
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    shut();
  }
}
