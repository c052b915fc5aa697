// SPDX-License-Identifier: Apache-2.0
package org.transhume.connector.internal;

import java.io.IOException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.WritableByteChannel;
import java.util.Optional;
import org.transhume.spi.transport.PeerIdentity;
import org.transhume.spi.transport.StreamConnection;

/** A stream without TLS: the socket's channel itself, so that nothing is copied on the way. */
final class PlainStream implements StreamConnection {

  private final SocketChannel channel;
  private final Runnable onClose;

  PlainStream(SocketChannel channel, Runnable onClose) {
    this.channel = channel;
    this.onClose = onClose;
  }

  @Override
  public Optional<PeerIdentity> identity() {
    return Optional.empty();
  }

  @Override
  public ReadableByteChannel input() {
    return channel;
  }

  @Override
  public WritableByteChannel output() {
    return channel;
  }

  @Override
  public void endOutput() throws IOException {
    channel.shutdownOutput();
  }

  @Override
  public void close() {
    Sockets.closeQuietly(channel);
    onClose.run();
  }
}
