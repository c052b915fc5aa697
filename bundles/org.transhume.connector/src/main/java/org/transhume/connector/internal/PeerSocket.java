// SPDX-License-Identifier: Apache-2.0
package org.transhume.connector.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketImpl;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import javax.net.ssl.SSLSocket;

/**
 * An authenticated connection, as RMI gets to see it: without the address it comes from. To callers
 * of unknown origin the JDK's registry is read-only, whereas it would let anybody on the same
 * machine bind and unbind names. Who the peer is follows from the transport that is handed this
 * socket.
 */
// The socket it stands for does its own locking; closing must not wait for anything.
@SuppressWarnings("UnsynchronizedOverridesSynchronized")
final class PeerSocket extends Socket {

  private final SSLSocket socket;
  private final SocketChannel channel;
  private final Consumer<PeerSocket> onClose;
  private final InputStream input;
  private final AtomicBoolean closed = new AtomicBoolean();

  /**
   * @param channel what the socket is layered over
   * @param onRegistryChange is told which change of the registry was asked for
   * @param onClose is told once that this socket is closed
   */
  PeerSocket(
      SSLSocket socket,
      SocketChannel channel,
      Consumer<String> onRegistryChange,
      Consumer<PeerSocket> onClose)
      throws IOException {
    super((SocketImpl) null);
    this.socket = socket;
    this.channel = channel;
    this.onClose = onClose;
    this.input = new RegistryWatch(socket.getInputStream(), onRegistryChange);
  }

  @Override
  public InetAddress getInetAddress() {
    return null;
  }

  @Override
  public InputStream getInputStream() {
    return input;
  }

  @Override
  public OutputStream getOutputStream() throws IOException {
    return socket.getOutputStream();
  }

  @Override
  public void close() throws IOException {
    if (closed.compareAndSet(false, true)) {
      onClose.accept(this);
      socket.close();
    }
  }

  /** Closes without a word to the peer, who might keep us waiting by not listening. */
  void cut() {
    Sockets.closeQuietly(channel);
    Sockets.closeQuietly(this);
  }

  @Override
  public boolean isClosed() {
    return closed.get();
  }

  @Override
  public boolean isConnected() {
    return true;
  }

  @Override
  public InetAddress getLocalAddress() {
    return socket.getLocalAddress();
  }

  @Override
  public int getLocalPort() {
    return socket.getLocalPort();
  }

  @Override
  public int getPort() {
    return socket.getPort();
  }

  @Override
  public void setTcpNoDelay(boolean on) throws SocketException {
    socket.setTcpNoDelay(on);
  }

  @Override
  public void setSoTimeout(int timeoutMillis) throws SocketException {
    socket.setSoTimeout(timeoutMillis);
  }

  @Override
  public int getSoTimeout() throws SocketException {
    return socket.getSoTimeout();
  }

  @Override
  public String toString() {
    return "PeerSocket to port " + getPort();
  }
}
