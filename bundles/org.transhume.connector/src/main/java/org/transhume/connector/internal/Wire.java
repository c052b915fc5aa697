// SPDX-License-Identifier: Apache-2.0
package org.transhume.connector.internal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.WritableByteChannel;

/** What carries a migration stream's bytes: blocking, and each direction ends by itself. */
interface Wire extends Closeable {

  /** What comes. */
  ReadableByteChannel input();

  /** What goes. */
  WritableByteChannel output();

  /** Ends the outgoing direction alone. */
  void endOutput() throws IOException;

  /** Whether it was neither closed nor cut. */
  boolean isOpen();

  /** Where it leads, for people. */
  String remote();

  /** Cuts both directions at once and frees whoever is blocked in them. */
  @Override
  void close();

  /** A connected socket; its own channel, so that nothing is copied on the way. */
  static Wire of(SocketChannel channel) {
    return new Wire() {
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
      public boolean isOpen() {
        return channel.isOpen();
      }

      @Override
      public String remote() {
        return String.valueOf(channel.socket().getRemoteSocketAddress());
      }

      @Override
      public void close() {
        Sockets.closeQuietly(channel);
      }
    };
  }
}
