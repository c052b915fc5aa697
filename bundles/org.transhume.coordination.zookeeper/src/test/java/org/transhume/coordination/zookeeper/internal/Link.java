// SPDX-License-Identifier: Apache-2.0
package org.transhume.coordination.zookeeper.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.transhume.spi.transport.Endpoint;

/**
 * The way from one manager to a server of the ensemble. When it is cut, connections stay open and
 * nothing passes: neither data nor the word that the other side has closed.
 */
final class Link implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Link.class);

  private final Endpoint server;
  private final ServerSocket door;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private volatile boolean cut;

  Link(Endpoint server) throws IOException {
    this.server = server;
    this.door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    start("link-door", this::accept);
  }

  /** Where it begins. */
  Endpoint endpoint() {
    return new Endpoint("127.0.0.1", door.getLocalPort());
  }

  void cut() {
    cut = true;
  }

  void mend() {
    cut = false;
    sockets.forEach(Link::close);
    sockets.clear();
  }

  @Override
  public void close() throws IOException {
    door.close();
    sockets.forEach(Link::close);
  }

  private void accept() throws IOException {
    while (!door.isClosed()) {
      Socket near = door.accept();
      Socket far = new Socket(server.host(), server.port());
      sockets.add(near);
      sockets.add(far);
      start("link-there", () -> pass(near, far));
      start("link-back", () -> pass(far, near));
    }
  }

  private void pass(Socket from, Socket to) throws IOException {
    InputStream in = from.getInputStream();
    OutputStream out = to.getOutputStream();
    byte[] some = new byte[8192];
    try {
      for (int read = in.read(some); read >= 0; read = in.read(some)) {
        if (!cut) {
          out.write(some, 0, read);
        }
      }
    } finally {
      if (!cut) {
        close(from);
        close(to);
      }
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      LOG.debug("closing failed", e);
    }
  }

  private interface Work {
    void run() throws IOException;
  }

  private static void start(String name, Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException e) {
                LOG.debug("{} ended", name, e);
              }
            },
            name);
    thread.setDaemon(true);
    thread.start();
  }
}
