// SPDX-License-Identifier: Apache-2.0
package org.transhume.itests.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.ServiceLoader;
import org.transhume.api.mx.Role;
import org.transhume.authority.CertificateAuthority;
import org.transhume.authority.CertificateRequest;
import org.transhume.spi.transport.TransportProvider;

/** Certificates for one run. */
final class Identities {

  private final Path folder;

  /** Makes an authority in that folder. */
  Identities(Path folder) throws IOException {
    this.folder = folder;
    CertificateAuthority.init(folder.resolve("authority"), "bench", Clock.systemUTC());
  }

  /** Issues a certificate; returns the folder with its keys. */
  Path issue(String name, Role role, List<String> names) throws IOException {
    Path identity = folder.resolve(name);
    CertificateAuthority.open(folder.resolve("authority"), Clock.systemUTC())
        .issue(
            new CertificateRequest(name, EnumSet.of(role), names, Duration.ofDays(90)), identity);
    return identity;
  }

  /** The connector, as tools get it. */
  static TransportProvider transports() {
    return ServiceLoader.load(TransportProvider.class).findFirst().orElseThrow();
  }
}
