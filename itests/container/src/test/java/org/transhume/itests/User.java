// SPDX-License-Identifier: Apache-2.0
package org.transhume.itests;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.management.InstanceNotFoundException;
import javax.management.JMX;
import javax.management.MBeanServerConnection;
import javax.management.Notification;
import javax.management.ObjectName;
import org.transhume.spi.transport.Endpoint;
import org.transhume.spi.transport.JmxPeer;
import org.transhume.spi.transport.SecureTransport;
import org.transhume.spi.transport.TransportProvider;

/** Somebody who reaches a container over its TLS port, under a certificate of their own. */
final class User implements AutoCloseable {

  /** Where the containers of stories listen. */
  static final int PORT = 7443;

  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  private final JmxPeer peer;
  private final MBeanServerConnection server;

  private User(JmxPeer peer) throws IOException {
    this.peer = peer;
    this.server = peer.connector().getMBeanServerConnection();
  }

  /** Connects once; fails as the command line fails. */
  static User connect(Path identity, int port) throws IOException {
    SecureTransport transport =
        ServiceLoader.load(TransportProvider.class).findFirst().orElseThrow().open(identity);
    return new User(transport.connect(new Endpoint("127.0.0.1", port), TIMEOUT));
  }

  /** Connects as soon as the container answers. */
  static User awaitConnection(Path identity, int port) {
    List<User> connected = new CopyOnWriteArrayList<>();
    Await.until(
        "port " + port + " answers",
        () -> {
          connected.add(connect(identity, port));
          return true;
        });
    return connected.get(0);
  }

  MBeanServerConnection server() {
    return server;
  }

  /** The MBean of that name, as its interface. */
  <T> T bean(ObjectName name, Class<T> type) {
    return JMX.newMXBeanProxy(server, name, type);
  }

  boolean sees(ObjectName name) throws IOException {
    return server.isRegistered(name);
  }

  /** Collects every notification of that MBean from now on. */
  List<Notification> listen(ObjectName name) throws IOException, InstanceNotFoundException {
    List<Notification> heard = new CopyOnWriteArrayList<>();
    server.addNotificationListener(name, (told, handback) -> heard.add(told), null, null);
    return heard;
  }

  @Override
  public void close() {
    peer.close();
  }
}
