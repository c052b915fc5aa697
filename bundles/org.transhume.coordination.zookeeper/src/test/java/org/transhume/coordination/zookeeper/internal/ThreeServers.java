// SPDX-License-Identifier: Apache-2.0
package org.transhume.coordination.zookeeper.internal;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.apache.zookeeper.server.embedded.ExitHandler;
import org.apache.zookeeper.server.embedded.ZooKeeperServerEmbedded;
import org.transhume.spi.transport.Endpoint;

/** A real ensemble of three servers on loopback, in this process. */
final class ThreeServers implements AutoCloseable {

  private static final int TICK_MILLIS = 500;
  private static final int SERVERS = 3;

  private final List<Endpoint> endpoints = new ArrayList<>();
  private final List<Endpoint> secureEndpoints = new ArrayList<>();
  private final List<ZooKeeperServerEmbedded> servers = new ArrayList<>();

  /** Starts them; their data are below that folder. */
  ThreeServers(Path folder) throws Exception {
    this(folder, new Properties());
  }

  /**
   * Starts them with TLS between them and, at ports of their own, for clients.
   *
   * @param identity a folder for all of them
   */
  static ThreeServers withTls(Path folder, Path identity) throws Exception {
    Properties tls = new Properties();
    tls.setProperty("serverCnxnFactory", "org.apache.zookeeper.server.NettyServerCnxnFactory");
    tls.setProperty("sslQuorum", "true");
    tls.setProperty("ssl.clientAuth", "need");
    for (String side : List.of("ssl.", "ssl.quorum.")) {
      tls.setProperty(side + "keyStore.location", identity.resolve("identity.p12").toString());
      tls.setProperty(side + "keyStore.passwordPath", identity.resolve("password").toString());
      tls.setProperty(side + "trustStore.location", identity.resolve("trust.p12").toString());
      tls.setProperty(side + "trustStore.passwordPath", identity.resolve("password").toString());
    }
    return new ThreeServers(folder, tls);
  }

  private ThreeServers(Path folder, Properties common) throws Exception {
    List<Integer> ports = freePorts(4 * SERVERS);
    common.setProperty("tickTime", Integer.toString(TICK_MILLIS));
    common.setProperty("initLimit", "40");
    common.setProperty("syncLimit", "20");
    common.setProperty("maxClientCnxns", "0");
    common.setProperty("admin.enableServer", "false");
    for (int i = 0; i < SERVERS; i++) {
      String at = "127.0.0.1:" + ports.get(4 * i) + ":" + ports.get(4 * i + 1);
      common.setProperty("server." + (i + 1), at + ";127.0.0.1:" + ports.get(4 * i + 2));
      endpoints.add(new Endpoint("127.0.0.1", ports.get(4 * i + 2)));
    }
    for (int i = 0; i < SERVERS; i++) {
      if (common.containsKey("ssl.clientAuth")) {
        common.setProperty("secureClientPort", Integer.toString(ports.get(4 * i + 3)));
        common.setProperty("secureClientPortAddress", "127.0.0.1");
        secureEndpoints.add(new Endpoint("127.0.0.1", ports.get(4 * i + 3)));
      }
      servers.add(server(folder.resolve("server-" + (i + 1)), i + 1, common));
    }
    for (ZooKeeperServerEmbedded server : servers) {
      server.start();
    }
  }

  /** Where they listen for clients. */
  List<Endpoint> endpoints() {
    return endpoints;
  }

  /** Where they listen for clients with certificates. */
  List<Endpoint> secureEndpoints() {
    return secureEndpoints;
  }

  /** Ends one of them for good. */
  void end(int index) {
    servers.get(index).close();
  }

  @Override
  public void close() {
    servers.forEach(ZooKeeperServerEmbedded::close);
  }

  private static ZooKeeperServerEmbedded server(Path folder, int id, Properties common)
      throws Exception {
    Path data = Files.createDirectories(folder.resolve("data"));
    Files.writeString(data.resolve("myid"), Integer.toString(id));
    Properties own = new Properties();
    own.putAll(common);
    own.setProperty("dataDir", data.toString());
    return ZooKeeperServerEmbedded.builder()
        .baseDir(folder)
        .configuration(own)
        .exitHandler(ExitHandler.LOG_ONLY)
        .build();
  }

  /** All are held before the first is let go, so that none is given twice. */
  private static List<Integer> freePorts(int count) throws IOException {
    List<ServerSocket> held = new ArrayList<>();
    List<Integer> ports = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        held.add(socket);
        ports.add(socket.getLocalPort());
      }
    } finally {
      for (ServerSocket socket : held) {
        socket.close();
      }
    }
    return ports;
  }
}
