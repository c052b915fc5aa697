// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.session;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.transhume.api.mx.Role;
import org.transhume.authority.CertificateAuthority;
import org.transhume.authority.CertificateRequest;

/**
 * The identities of a session, all under an authority of its own that lasts as long as the session.
 *
 * @param node the container: agents of all hosts, and manager
 * @param operator the one who acts on it
 * @param viewer the one who only looks
 */
public record SessionIdentities(Path node, Path operator, Path viewer) {

  private static final Duration VALIDITY = Duration.ofDays(7);

  /**
   * Makes them in a new folder.
   *
   * @param name of the session, which all subjects begin with
   * @param hosts whose agents the container runs
   */
  public static SessionIdentities make(Path folder, String name, List<String> hosts)
      throws IOException {
    CertificateAuthority authority =
        CertificateAuthority.init(folder.resolve("authority"), "transhume-" + name);
    List<String> names = new ArrayList<>(List.of("localhost", "127.0.0.1", "::1"));
    names.addAll(hosts);
    SessionIdentities identities =
        new SessionIdentities(
            folder.resolve("node"), folder.resolve("operator"), folder.resolve("viewer"));
    authority.issue(
        new CertificateRequest(name + "-node", Set.of(Role.AGENT, Role.MANAGER), names, VALIDITY),
        identities.node());
    authority.issue(
        new CertificateRequest(name + "-operator", Set.of(Role.OPERATOR), List.of(), VALIDITY),
        identities.operator());
    authority.issue(
        new CertificateRequest(name + "-viewer", Set.of(Role.VIEWER), List.of(), VALIDITY),
        identities.viewer());
    return identities;
  }
}
