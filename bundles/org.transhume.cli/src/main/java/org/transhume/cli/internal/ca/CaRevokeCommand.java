// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.ca;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.transhume.authority.IssuedCertificate;
import org.transhume.cli.internal.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code transhume ca revoke}. */
@Command(
    name = "revoke",
    description = {
      "Puts certificates on the deny list, for ever. The list must reach the identity folders of",
      "the cluster's members: those given by --identity get it at once, others by copying the file",
      "denied-serials of the authority. Members refuse within seconds."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  transhume ca revoke alice",
      "  transhume ca revoke 5f0c3a --identity /etc/transhume/identity"
    })
final class CaRevokeCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "NAME|SERIAL",
      description = "All certificates of a name, or one serial number.")
  private String which;

  @Option(
      names = "--identity",
      paramLabel = "DIR",
      description = "An identity folder that gets the new list at once; may be repeated.")
  private List<Path> identities = new ArrayList<>();

  @Mixin private AuthorityOptions authority = new AuthorityOptions();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    List<IssuedCertificate> revoked = authority.open().revoke(which, identities);
    PrintWriter out = spec.commandLine().getOut();
    if (revoked.isEmpty()) {
      out.println(which + " was revoked before");
    }
    revoked.forEach(
        certificate ->
            out.println("revoked " + certificate.name() + ", serial " + certificate.serial()));
    out.println(
        "copy "
            + authority.folder().resolve("denied-serials")
            + " into every other identity folder");
    return ExitCode.OK;
  }
}
