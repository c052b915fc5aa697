// SPDX-License-Identifier: Apache-2.0
package org.transhume.spi.transport;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import javax.management.MBeanServer;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Makes transports outside a container: for command-line tools, for tests, and for processes that
 * show several MBean servers. Found through {@link java.util.ServiceLoader}.
 *
 * <p>An identity is a folder that {@code transhume ca issue} wrote: {@code identity.p12} (key and
 * certificate chain), {@code trust.p12} (the authority), {@code password} (for both, readable by
 * its owner only) and {@code denied-serials} (revoked certificates, a hexadecimal serial a line).
 */
@ProviderType
public interface TransportProvider {

  /**
   * A transport under that identity.
   *
   * @throws IOException naming the file that is missing, unreadable or readable by others
   */
  SecureTransport open(Path identity) throws IOException;

  /**
   * That identity itself, for connections that a library opens.
   *
   * @throws IOException naming the file that is missing, unreadable or readable by others
   */
  OwnIdentity identity(Path identity) throws IOException;

  /**
   * Shows an MBean server on one TLS port, registry included, with the same rules of roles as in a
   * container, until the returned handle is closed.
   *
   * @param address where to listen; port 0 for any
   */
  JmxServer serve(Path identity, InetSocketAddress address, MBeanServer server) throws IOException;

  /** A JMX port that is open. */
  interface JmxServer extends Closeable {

    /** The port in use. */
    int port();

    /** Closes the port and every connection through it. */
    @Override
    void close();
  }
}
