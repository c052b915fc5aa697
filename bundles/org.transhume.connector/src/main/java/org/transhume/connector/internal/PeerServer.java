// SPDX-License-Identifier: Apache-2.0
package org.transhume.connector.internal;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.channels.SocketChannel;
import java.rmi.NoSuchObjectException;
import java.rmi.registry.LocateRegistry;
import java.rmi.registry.Registry;
import java.rmi.server.RMIClientSocketFactory;
import java.rmi.server.UnicastRemoteObject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.management.MBeanServer;
import javax.management.remote.JMXConnectorServerFactory;
import javax.management.remote.JMXServiceURL;
import javax.management.remote.rmi.RMIConnectorServer;
import javax.management.remote.rmi.RMIJRMPServerImpl;
import javax.net.ssl.SSLSocket;
import javax.rmi.ssl.SslRMIClientSocketFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connector server and registry of one peer: of one certificate at one address. Its objects can
 * be reached only through sockets on which that peer was authenticated.
 */
final class PeerServer {

  private static final Logger LOG = LoggerFactory.getLogger(PeerServer.class);

  /**
   * What may come as parameter: data of the JDK, filters that notify by type, no query, no code.
   */
  static final String PARAMETERS =
      "maxdepth=24;maxarray=262144;maxrefs=50000;maxbytes=8388608;"
          + "java.lang.Boolean;java.lang.Byte;java.lang.Character;java.lang.Double;"
          + "java.lang.Enum;java.lang.Float;java.lang.Integer;java.lang.Long;java.lang.Number;"
          + "java.lang.Object;java.lang.Short;java.lang.String;"
          + "java.math.BigDecimal;java.math.BigInteger;"
          + "java.rmi.MarshalledObject;java.rmi.server.ObjID;java.rmi.server.UID;"
          + "java.util.ArrayList;java.util.Arrays$ArrayList;java.util.CollSer;java.util.Date;"
          // A map among open data brings its type, whose key names are such a list.
          + "java.util.Collections$UnmodifiableCollection;java.util.Collections$UnmodifiableList;"
          + "java.util.Collections$UnmodifiableRandomAccessList;"
          + "java.util.HashMap;java.util.HashSet;java.util.Hashtable;java.util.LinkedHashMap;"
          + "java.util.LinkedHashSet;java.util.LinkedList;java.util.Map$Entry;java.util.TreeMap;"
          + "java.util.Vector;"
          + "javax.management.Attribute;javax.management.AttributeChangeNotificationFilter;"
          + "javax.management.AttributeList;javax.management.NotificationFilterSupport;"
          + "javax.management.ObjectName;javax.management.openmbean.*;"
          + "javax.management.relation.MBeanServerNotificationFilter;"
          // Older clients send an array of them, filled with nulls.
          + "javax.security.auth.Subject;"
          + "!*";

  private static final RMIClientSocketFactory CLIENT_SOCKETS = new SslRMIClientSocketFactory();

  private final Slot slot;
  private final Peer peer;
  private final InetAddress from;
  private final Clock clock;
  private final Registry registry;
  private final RMIConnectorServer connectorServer;
  private final HandedSockets handed;
  private final Set<PeerSocket> open = ConcurrentHashMap.newKeySet();
  private volatile Instant lastUsed;

  private PeerServer(
      Slot slot,
      Peer peer,
      InetAddress from,
      Clock clock,
      Registry registry,
      RMIConnectorServer connectorServer) {
    this.slot = slot;
    this.peer = peer;
    this.from = from;
    this.clock = clock;
    this.registry = registry;
    this.connectorServer = connectorServer;
    this.handed = slot.sockets();
    this.lastUsed = clock.instant();
  }

  /** Exports what that peer may reach. */
  static PeerServer start(
      Slot slot, Peer peer, InetAddress from, int port, MBeanServer server, Clock clock)
      throws IOException {
    Map<String, Object> environment =
        Map.of(
            RMIConnectorServer.CREDENTIALS_FILTER_PATTERN,
            "!*",
            RMIConnectorServer.SERIAL_FILTER_PATTERN,
            PARAMETERS,
            JMXConnectorServerFactory.DEFAULT_CLASS_LOADER,
            ClassLoader.getPlatformClassLoader(),
            // We end idle peers ourselves; the JDK would spend a thread on each connection.
            "jmx.remote.x.server.connection.timeout",
            String.valueOf(Long.MAX_VALUE));
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    // RMI serves calls with the class loader that the exporting thread had.
    thread.setContextClassLoader(ClassLoader.getPlatformClassLoader());
    try {
      RMIJRMPServerImpl exported = new RMIJRMPServerImpl(port, CLIENT_SOCKETS, slot, environment);
      RMIConnectorServer connectorServer =
          new RMIConnectorServer(
              new JMXServiceURL("rmi", "localhost", port), environment, exported, null);
      connectorServer.setMBeanServerForwarder(new GuardedMBeanServer(server, peer, from));
      connectorServer.start();
      Registry registry = LocateRegistry.createRegistry(port, CLIENT_SOCKETS, slot);
      registry.rebind("jmxrmi", exported.toStub());
      return new PeerServer(slot, peer, from, clock, registry, connectorServer);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  Slot slot() {
    return slot;
  }

  Peer peer() {
    return peer;
  }

  InetAddress from() {
    return from;
  }

  /**
   * Serves a connection of this peer.
   *
   * @param onClose is run once when it is closed
   * @return false when this server has ended
   */
  boolean serve(SSLSocket socket, SocketChannel channel, Runnable onClose) throws IOException {
    PeerSocket served =
        new PeerSocket(
            socket,
            channel,
            change ->
                Audit.refusedOperation(
                    peer, from, change, "RMI registry", "it is read-only for everybody"),
            closed -> {
              open.remove(closed);
              lastUsed = clock.instant();
              onClose.run();
            });
    open.add(served);
    if (handed.hand(served)) {
      return true;
    }
    open.remove(served);
    return false;
  }

  /** Whether no connection has been open for that long. */
  boolean isIdle(Duration time) {
    return open.isEmpty() && lastUsed.plus(time).isBefore(clock.instant());
  }

  /** Cuts all connections and withdraws all objects. */
  void stop() {
    open.forEach(PeerSocket::cut);
    try {
      UnicastRemoteObject.unexportObject(registry, true);
    } catch (NoSuchObjectException e) {
      LOG.debug("Registry of {} was withdrawn before", peer, e);
    }
    try {
      connectorServer.stop();
    } catch (IOException e) {
      LOG.debug("Connector server of {} ended with", peer, e);
    }
    Sockets.closeQuietly(handed);
    // Those that were handed over while we closed.
    open.forEach(PeerSocket::cut);
  }
}
