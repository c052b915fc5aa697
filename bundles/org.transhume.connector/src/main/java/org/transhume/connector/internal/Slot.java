// SPDX-License-Identifier: Apache-2.0
package org.transhume.connector.internal;

import java.io.IOException;
import java.net.ServerSocket;
import java.rmi.server.RMIServerSocketFactory;

/**
 * One RMI transport behind the public port: RMI keeps a transport for each server socket factory,
 * and finds an object only through the transport that it was exported on. A slot belongs to one
 * peer at a time. It is used again afterwards, since RMI never forgets a factory.
 */
final class Slot implements RMIServerSocketFactory {

  private HandedSockets sockets;

  @Override
  public synchronized ServerSocket createServerSocket(int port) throws IOException {
    sockets = new HandedSockets(port);
    return sockets;
  }

  /** What the transport accepts from, once something is exported. */
  synchronized HandedSockets sockets() {
    if (sockets == null) {
      throw new IllegalStateException("nothing is exported in this slot");
    }
    return sockets;
  }
}
