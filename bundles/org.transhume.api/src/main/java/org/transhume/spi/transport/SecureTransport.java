// SPDX-License-Identifier: Apache-2.0
package org.transhume.spi.transport;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Set;
import java.util.function.Consumer;
import org.osgi.annotation.versioning.ProviderType;

/**
 * This process's identity and the connections it makes and accepts under it. One service for each
 * process; absent while no key store is configured. Every connection is TLS 1.3 with both
 * certificates checked, the peer's names included; revoked serials are refused.
 */
@ProviderType
public interface SecureTransport {

  /** The host names in this process's own certificate. */
  Set<String> ownNames();

  /**
   * Opens a JMX connection. Blocks for at most {@code timeout}.
   *
   * @param endpoint where the other process listens; its certificate must name {@code
   *     endpoint.host()}
   * @throws IOException naming the endpoint and what went wrong, a refusal by the peer included
   */
  JmxPeer connect(Endpoint endpoint, Duration timeout) throws IOException;

  /**
   * Opens a migration stream. Blocks for at most {@code timeout}.
   *
   * @param endpoint where the other agent accepts streams
   * @param expectedHost a name that the peer's certificate must carry; it may differ from the
   *     address, as on a migration network of its own
   */
  StreamConnection openStream(Endpoint endpoint, String expectedHost, Duration timeout)
      throws IOException;

  /**
   * Accepts migration streams until the returned handle is closed. Each accepted and authenticated
   * stream is given to {@code handler} on a thread of its own, which the handler may block; the
   * handler owns the connection.
   *
   * @param address where to listen; port 0 for any
   * @throws IOException when the address cannot be bound
   */
  StreamListener listen(InetSocketAddress address, Consumer<StreamConnection> handler)
      throws IOException;

  /** A listening place for migration streams. */
  interface StreamListener extends Closeable {

    /** The port in use. */
    int port();

    /** Stops listening; accepted streams live on. */
    @Override
    void close();
  }
}
