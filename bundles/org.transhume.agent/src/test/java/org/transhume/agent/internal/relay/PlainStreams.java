// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal.relay;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.WritableByteChannel;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.transhume.spi.transport.Endpoint;
import org.transhume.spi.transport.JmxPeer;
import org.transhume.spi.transport.PeerIdentity;
import org.transhume.spi.transport.SecureTransport;
import org.transhume.spi.transport.StreamConnection;

/** Streams without TLS, as a connector has them whose TLS for streams is off. */
public final class PlainStreams implements SecureTransport {

  private static final Logger LOG = LoggerFactory.getLogger(PlainStreams.class);

  @Override
  public Set<String> ownNames() {
    return Set.of();
  }

  @Override
  public JmxPeer connect(Endpoint endpoint, Duration timeout) throws IOException {
    throw new IOException("only streams are made here");
  }

  @Override
  public StreamConnection openStream(Endpoint endpoint, String host, Duration timeout)
      throws IOException {
    SocketChannel socket = SocketChannel.open();
    try {
      socket
          .socket()
          .connect(
              new InetSocketAddress(endpoint.host(), endpoint.port()), (int) timeout.toMillis());
      return new PlainStream(socket);
    } catch (IOException e) {
      socket.close();
      throw new IOException("cannot reach " + endpoint + ": " + e.getMessage(), e);
    }
  }

  @Override
  public SecureTransport.StreamListener listen(
      InetSocketAddress address, Consumer<StreamConnection> handler) throws IOException {
    ServerSocketChannel server = ServerSocketChannel.open();
    try {
      server.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      server.bind(address);
    } catch (IOException e) {
      server.close();
      throw new IOException("cannot listen on " + address + ": " + e.getMessage(), e);
    }
    int port = ((InetSocketAddress) server.getLocalAddress()).getPort();
    daemon("transhume-streams-" + port, () -> accept(server, handler));
    return new SecureTransport.StreamListener() {
      @Override
      public int port() {
        return port;
      }

      @Override
      public void close() {
        closeQuietly(server);
      }
    };
  }

  private static void accept(ServerSocketChannel server, Consumer<StreamConnection> handler) {
    while (server.isOpen()) {
      try {
        PlainStream stream = new PlainStream(server.accept());
        daemon("transhume-stream-accepted", () -> handler.accept(stream));
      } catch (IOException e) {
        if (server.isOpen()) {
          LOG.warn("a migration stream could not be accepted", e);
        }
      }
    }
  }

  private static void daemon(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }

  private static void closeQuietly(AutoCloseable channel) {
    try {
      channel.close();
    } catch (Exception e) {
      LOG.debug("a migration stream was closed before", e);
    }
  }

  private record PlainStream(SocketChannel socket) implements StreamConnection {

    PlainStream {
      try {
        socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
      } catch (IOException e) {
        LOG.debug("TCP_NODELAY could not be set", e);
      }
    }

    @Override
    public Optional<PeerIdentity> identity() {
      return Optional.empty();
    }

    @Override
    public ReadableByteChannel input() {
      return socket;
    }

    @Override
    public WritableByteChannel output() {
      return socket;
    }

    @Override
    public void endOutput() throws IOException {
      socket.shutdownOutput();
    }

    @Override
    public void close() {
      closeQuietly(socket);
    }
  }
}
