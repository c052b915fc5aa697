// SPDX-License-Identifier: Apache-2.0
package org.transhume.connector.internal;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.Map;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.rmi.RMIConnection;
import javax.management.remote.rmi.RMIConnector;
import javax.management.remote.rmi.RMIServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.transhume.spi.transport.Endpoint;
import org.transhume.spi.transport.JmxPeer;
import org.transhume.spi.transport.PeerIdentity;

/** A JMX connection that we opened. */
final class RemoteJmx implements JmxPeer {

  private static final Logger LOG = LoggerFactory.getLogger(RemoteJmx.class);
  private static final Duration CLOSE_WITHIN = Duration.ofSeconds(3);

  private final Switchboard switchboard;
  private final EndpointSockets sockets;
  private final RMIConnector connector;

  private RemoteJmx(Switchboard switchboard, EndpointSockets sockets, RMIConnector connector) {
    this.switchboard = switchboard;
    this.sockets = sockets;
    this.connector = connector;
  }

  // The connector is given its server object and looks nothing up.
  @SuppressWarnings("BanJNDI")
  static RemoteJmx connect(
      Switchboard switchboard,
      Identity identity,
      LiveConnections live,
      Endpoint endpoint,
      Duration timeout)
      throws IOException {
    EndpointSockets sockets = new EndpointSockets(switchboard, identity, live, endpoint, timeout);
    Deadline deadline = new Deadline(switchboard, timeout, sockets::close);
    try {
      RMIConnector connector =
          new RMIConnector(
              new Directory(sockets),
              Map.of(
                  JMXConnectorFactory.DEFAULT_CLASS_LOADER, ClassLoader.getPlatformClassLoader()));
      connector.connect();
      if (!deadline.met()) {
        throw new IOException("the time is over");
      }
      return new RemoteJmx(switchboard, sockets, connector);
    } catch (IOException | RuntimeException e) {
      boolean late = !deadline.met();
      sockets.close();
      throw Failures.describe("JMX connection to " + endpoint, late, timeout, e);
    }
  }

  /** Stands for the remote server object; asked again when the connector reconnects. */
  private record Directory(EndpointSockets sockets) implements RMIServer {

    @Override
    public String getVersion() {
      return "1.0";
    }

    @Override
    public RMIConnection newClient(Object credentials) throws IOException {
      try (Socket socket = sockets.createSocket();
          JmxBootstrap bootstrap = new JmxBootstrap(socket, sockets)) {
        return bootstrap.newClient();
      }
    }
  }

  @Override
  public PeerIdentity identity() {
    return sockets.peer();
  }

  @Override
  public JMXConnector connector() {
    return connector;
  }

  @Override
  public void close() {
    // A peer that vanished would let the farewell wait for its answer.
    Deadline deadline = new Deadline(switchboard, CLOSE_WITHIN, sockets::close);
    try {
      connector.close();
    } catch (IOException e) {
      LOG.debug("Farewell to {} failed", sockets.peer().name(), e);
    } finally {
      deadline.met();
      sockets.close();
    }
  }
}
