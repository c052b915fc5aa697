// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.ca;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.transhume.authority.CertificateAuthority;
import org.transhume.cli.internal.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code transhume ca init}. */
@Command(
    name = "init",
    description = {
      "Makes a new authority. Whoever reads its folder owns the cluster: keep it off the hosts."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Example:", "  transhume ca init production"})
final class CaInitCommand implements Callable<Integer> {

  @Parameters(paramLabel = "CLUSTER", description = "The cluster's name, on every certificate.")
  private String cluster;

  @Mixin private AuthorityOptions authority = new AuthorityOptions();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    CertificateAuthority.init(authority.folder(), cluster);
    spec.commandLine()
        .getOut()
        .println("authority of cluster " + cluster + " is in " + authority.folder());
    return ExitCode.OK;
  }
}
