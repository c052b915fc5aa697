// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.ca;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.transhume.api.mx.Role;
import org.transhume.authority.CertificateRequest;
import org.transhume.authority.IssuedCertificate;
import org.transhume.cli.internal.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code transhume ca issue}. */
@Command(
    name = "issue",
    description = {
      "Makes an identity: a folder with key, certificate, the authority's certificate and a random",
      "password. Copy the folder to where it is used; it stays private to its owner."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Roles: viewer reads and listens; operator acts on domains, hosts, thresholds and modes;",
      "manager coordinates migrations; agent is a host's own. All include viewer.",
      "",
      "Examples:",
      "  transhume ca issue a-204-02 --role agent --host a-204-02 --host 10.77.0.2",
      "  transhume ca issue manager-1 --role manager --host manager-1 --out /etc/transhume/identity",
      "  transhume ca issue alice --role operator --days 90"
    })
final class CaIssueCommand implements Callable<Integer> {

  @Parameters(paramLabel = "NAME", description = "Name of the host, the manager or the person.")
  private String name;

  @Option(
      names = "--role",
      required = true,
      paramLabel = "ROLE",
      description = "viewer, operator, manager or agent; may be repeated.")
  private List<Role> roles;

  @Option(
      names = "--host",
      paramLabel = "NAME|ADDRESS",
      description = "A name or address under which others connect to it; may be repeated.")
  private List<String> hosts = new ArrayList<>();

  @Option(
      names = "--days",
      paramLabel = "DAYS",
      defaultValue = "825",
      description = "How long it is valid; ${DEFAULT-VALUE} when left out.")
  private int days;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "The new folder; NAME in the current folder when left out.")
  private Path folder;

  @Mixin private AuthorityOptions authority = new AuthorityOptions();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    CertificateRequest request =
        new CertificateRequest(name, Set.copyOf(roles), hosts, Duration.ofDays(days));
    Path identity = folder != null ? folder : Path.of(name);
    IssuedCertificate certificate = authority.open().issue(request, identity);
    spec.commandLine()
        .getOut()
        .println(
            "identity of "
                + certificate.name()
                + ", serial "
                + certificate.serial()
                + ", valid until "
                + certificate.validUntil()
                + ", is in "
                + identity);
    return ExitCode.OK;
  }
}
