// SPDX-License-Identifier: Apache-2.0
package org.transhume.connector.internal;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import javax.management.MBeanServer;
import org.transhume.spi.transport.OwnIdentity;
import org.transhume.spi.transport.SecureTransport;
import org.transhume.spi.transport.TransportProvider;

/**
 * Transports for processes that are no container. All that one provider makes share their threads,
 * and the key material of an identity is read once for as long as its file does not change.
 */
public final class TlsTransportProvider implements TransportProvider {

  private static final Reception.Limits LIMITS = new Reception.Limits(Duration.ofSeconds(10), 512);

  private record Version(Path folder, FileTime written) {}

  private final Clock clock = Clock.systemUTC();
  private final Map<Version, Identity> identities = new HashMap<>();
  private Switchboard switchboard;

  /** For {@link java.util.ServiceLoader}. Threads are started by the first use. */
  public TlsTransportProvider() {}

  @Override
  public synchronized SecureTransport open(Path identity) throws IOException {
    return new TlsTransport(switchboard(), read(identity), true, StreamDialer.STRAIGHT, LIMITS);
  }

  @Override
  public synchronized OwnIdentity identity(Path identity) throws IOException {
    return new TlsTransport(switchboard(), read(identity), true, StreamDialer.STRAIGHT, LIMITS);
  }

  @Override
  public synchronized JmxServer serve(Path identity, InetSocketAddress address, MBeanServer server)
      throws IOException {
    Identity own = read(identity);
    PublicHost.tell(own.self(), address);
    return new JmxPort(switchboard(), own, address, LIMITS, server, clock);
  }

  private Identity read(Path folder) throws IOException {
    Path file = folder.resolve("identity.p12");
    if (!Files.exists(file)) {
      return Identity.load(folder, clock);
    }
    Version version = new Version(folder.toRealPath(), Files.getLastModifiedTime(file));
    Identity known = identities.get(version);
    if (known == null) {
      known = Identity.load(folder, clock);
      identities.keySet().removeIf(other -> other.folder().equals(version.folder()));
      identities.put(version, known);
    }
    return known;
  }

  private Switchboard switchboard() throws IOException {
    if (switchboard == null) {
      switchboard = new Switchboard();
    }
    return switchboard;
  }
}
