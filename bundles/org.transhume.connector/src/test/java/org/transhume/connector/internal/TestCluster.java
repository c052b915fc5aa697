// SPDX-License-Identifier: Apache-2.0
package org.transhume.connector.internal;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import org.transhume.api.mx.Role;
import org.transhume.authority.CertificateAuthority;
import org.transhume.authority.CertificateRequest;

/** An authority with identities for tests. */
final class TestCluster {

  static final Duration TIMEOUT = Duration.ofSeconds(60);

  private static final Duration VALID = Duration.ofDays(365);

  private final Path scratch;
  private final Path folder;

  TestCluster(Path scratch, String name) throws IOException {
    this.scratch = scratch;
    this.folder = scratch.resolve("authority-" + name);
    // Old enough to have signed what has expired by now.
    Clock past = Clock.offset(Clock.systemUTC(), Duration.ofDays(-30));
    CertificateAuthority.init(folder, name, past);
  }

  static InetSocketAddress anyPort() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  Path person(String name, Role... roles) throws IOException {
    return issue(name, List.of(), Clock.systemUTC(), VALID, roles);
  }

  Path host(String name, Role... roles) throws IOException {
    return issue(name, List.of(name, "localhost", "127.0.0.1"), Clock.systemUTC(), VALID, roles);
  }

  Path expired(String name, Role... roles) throws IOException {
    Clock past = Clock.offset(Clock.systemUTC(), Duration.ofDays(-3));
    return issue(name, List.of("localhost"), past, Duration.ofDays(2), roles);
  }

  Path issue(String name, List<String> hosts, Clock clock, Duration validity, Role... roles)
      throws IOException {
    Path identity = scratch.resolve(folder.getFileName() + "-" + name);
    CertificateAuthority.open(folder, clock)
        .issue(
            new CertificateRequest(name, EnumSet.copyOf(List.of(roles)), hosts, validity),
            identity);
    return identity;
  }

  void revoke(String name, Path... tell) throws IOException {
    CertificateAuthority.open(folder).revoke(name, List.of(tell));
  }
}
