// SPDX-License-Identifier: Apache-2.0
package org.transhume.coordination.zookeeper.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import org.transhume.api.mx.Role;
import org.transhume.authority.CertificateAuthority;
import org.transhume.authority.CertificateRequest;
import org.transhume.spi.transport.OwnIdentity;
import org.transhume.spi.transport.TransportProvider;

/** An authority of a cluster, and the identities that it issues as they are asked for. */
final class Identities {

  private static final List<String> LOOPBACK = List.of("localhost", "127.0.0.1");

  private final TransportProvider provider =
      ServiceLoader.load(TransportProvider.class).findFirst().orElseThrow();
  private final Path folder;
  private final CertificateAuthority authority;

  /** Makes the authority. */
  Identities(Path folder, String cluster) throws IOException {
    this.folder = folder;
    this.authority = CertificateAuthority.init(folder.resolve("authority"), cluster);
  }

  /** The identity of that name, which is issued with these roles when it is first asked for. */
  synchronized OwnIdentity of(String name, Role... roles) {
    Path identity = folder.resolve(name);
    try {
      if (!Files.exists(identity)) {
        authority.issue(
            new CertificateRequest(name, Set.of(roles), LOOPBACK, Duration.ofDays(90)), identity);
      }
      return provider.identity(identity);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A manager. */
  OwnIdentity manager(String name) {
    return of(name, Role.MANAGER);
  }
}
