// SPDX-License-Identifier: Apache-2.0
package org.transhume.workload.internal.rmi;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.rmi.server.RMIServerSocketFactory;

/**
 * Listens on one address only. Registry and object are exported with the same instance and port,
 * and so share one socket.
 */
final class BoundSockets implements RMIServerSocketFactory {

  private static final int BACKLOG = 50;

  private final InetAddress address;
  private volatile int port;

  BoundSockets(InetAddress address) {
    this.address = address;
  }

  @Override
  public ServerSocket createServerSocket(int wanted) throws IOException {
    ServerSocket socket = new ServerSocket(wanted, BACKLOG, address);
    port = socket.getLocalPort();
    return socket;
  }

  /** Where the last socket listens. */
  int port() {
    return port;
  }
}
