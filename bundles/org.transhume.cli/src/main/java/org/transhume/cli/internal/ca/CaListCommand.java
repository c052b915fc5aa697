// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.ca;

import static org.transhume.cli.internal.view.Table.left;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.transhume.authority.IssuedCertificate;
import org.transhume.cli.internal.ExitCode;
import org.transhume.cli.internal.view.Table;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code transhume ca list}. */
@Command(
    name = "list",
    description = "Lists every certificate that the authority has issued.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example:", "  transhume ca list"})
final class CaListCommand implements Callable<Integer> {

  @Mixin private AuthorityOptions authority = new AuthorityOptions();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    table(authority.open().list(), Instant.now())
        .lines()
        .forEach(spec.commandLine().getOut()::println);
    return ExitCode.OK;
  }

  static Table table(List<IssuedCertificate> certificates, Instant now) {
    Table table =
        new Table(
            left("NAME"),
            left("ROLES"),
            left("HOSTS"),
            left("UNTIL"),
            left("STATE"),
            left("SERIAL"));
    for (IssuedCertificate certificate : certificates) {
      table.row(
          certificate.name(),
          certificate.roles().stream()
              .sorted()
              .map(role -> role.name().toLowerCase(Locale.ROOT))
              .collect(Collectors.joining(",")),
          String.join(",", certificate.hosts()),
          certificate.validUntil().toString().substring(0, 10),
          state(certificate, now),
          certificate.serial());
    }
    return table;
  }

  private static String state(IssuedCertificate certificate, Instant now) {
    if (certificate.revoked()) {
      return "revoked";
    }
    return now.isAfter(certificate.validUntil()) ? "expired" : "valid";
  }
}
