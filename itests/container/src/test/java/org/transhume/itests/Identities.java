// SPDX-License-Identifier: Apache-2.0
package org.transhume.itests;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.transhume.api.mx.Role;
import org.transhume.authority.CertificateAuthority;
import org.transhume.authority.CertificateRequest;

/** An authority of a story's own, and the identities that it issues. */
final class Identities {

  private static final Duration VALIDITY = Duration.ofDays(90);
  private static final List<String> LOOPBACK = List.of("localhost", "127.0.0.1");

  private final Path folder;
  private final CertificateAuthority authority;

  /** Makes the authority. */
  Identities(Path folder, String cluster) throws IOException {
    this.folder = folder;
    this.authority = CertificateAuthority.init(folder.resolve("authority"), cluster);
  }

  /** A container that is agent of these hosts, and manager. */
  Path node(String name, String... hosts) throws IOException {
    List<String> names = new ArrayList<>(LOOPBACK);
    names.addAll(List.of(hosts));
    return issue(
        authority, new CertificateRequest(name, Set.of(Role.AGENT, Role.MANAGER), names, VALIDITY));
  }

  /** A server that is none of ours. */
  Path server(String name) throws IOException {
    return issue(authority, new CertificateRequest(name, Set.of(Role.VIEWER), LOOPBACK, VALIDITY));
  }

  /** Somebody with a role. */
  Path person(String name, Role role) throws IOException {
    return issue(authority, new CertificateRequest(name, Set.of(role), List.of(), VALIDITY));
  }

  /** Somebody whose certificate ended yesterday. */
  Path expired(String name, Role role) throws IOException {
    Instant then = Instant.now().minus(VALIDITY).minus(Duration.ofDays(1));
    CertificateAuthority past =
        CertificateAuthority.open(folder.resolve("authority"), Clock.fixed(then, ZoneOffset.UTC));
    return issue(past, new CertificateRequest(name, Set.of(role), List.of(), VALIDITY));
  }

  /** Puts somebody's certificates on the deny lists of the authority and of that identity. */
  void revoke(String name, Path identity) throws IOException {
    authority.revoke(name, List.of(identity));
  }

  private Path issue(CertificateAuthority by, CertificateRequest request) throws IOException {
    Path identity = folder.resolve(request.name());
    by.issue(request, identity);
    return identity;
  }
}
