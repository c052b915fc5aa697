// SPDX-License-Identifier: Apache-2.0
package org.transhume.connector.internal;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.concurrent.LinkedBlockingQueue;

/** A server socket that listens nowhere: it accepts the sockets that are handed to it. */
final class HandedSockets extends ServerSocket {

  /** Wakes the accepting thread; never handed out. */
  private final Socket end = new Socket();

  private final LinkedBlockingQueue<Socket> waiting = new LinkedBlockingQueue<>();
  private final int port;
  private boolean closed;

  HandedSockets(int port) throws IOException {
    this.port = port;
  }

  /** Whether the socket was taken; false once closed. */
  synchronized boolean hand(Socket socket) {
    return !closed && waiting.add(socket);
  }

  @Override
  public Socket accept() throws IOException {
    try {
      Socket next = waiting.take();
      if (next == end) {
        throw new SocketException("closed");
      }
      return next;
    } catch (InterruptedException e) {
      close();
      throw new SocketException("interrupted");
    }
  }

  @Override
  public synchronized void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    for (Socket left = waiting.poll(); left != null; left = waiting.poll()) {
      left.close();
    }
    waiting.add(end);
    super.close();
  }

  @Override
  public synchronized boolean isClosed() {
    return closed;
  }

  @Override
  public int getLocalPort() {
    return port;
  }

  @Override
  public InetAddress getInetAddress() {
    return InetAddress.getLoopbackAddress();
  }

  @Override
  public String toString() {
    return "HandedSockets for port " + port;
  }
}
