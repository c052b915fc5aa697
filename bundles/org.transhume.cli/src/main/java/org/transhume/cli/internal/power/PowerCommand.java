// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.power;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.transhume.api.mx.ManagerMXBean;
import org.transhume.cli.internal.CommandFailure;
import org.transhume.cli.internal.ExitCode;
import org.transhume.cli.internal.client.ClusterConnection;
import org.transhume.cli.internal.client.ConnectionOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code transhume power}. */
@Command(
    name = "power",
    description = {
      "Tells which hosts are powered down, or powers an empty host down or a host up.",
      "A host that is to go down is closed to domains and heard once more; it is refused when it has",
      "a domain or takes part in a migration. Empty it first: Manager.drain. Who asked is in the",
      "manager's log."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  transhume power",
      "  transhume power off a-204-03",
      "  transhume power on a-204-03"
    })
public final class PowerCommand implements Callable<Integer> {

  @Parameters(index = "0", arity = "0..1", paramLabel = "on|off", description = "What to do.")
  private String wanted;

  @Parameters(index = "1", arity = "0..1", paramLabel = "HOST", description = "The host.")
  private String host;

  @Mixin private ConnectionOptions options;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws CommandFailure, IOException {
    if (wanted != null && !List.of("on", "off").contains(wanted)) {
      throw new ParameterException(spec.commandLine(), "'" + wanted + "': give on or off");
    }
    if (wanted != null && host == null) {
      throw new ParameterException(spec.commandLine(), "a host is missing");
    }
    PrintWriter out = spec.commandLine().getOut();
    try (ClusterConnection connection = options.connect()) {
      ManagerMXBean manager = connection.manager();
      if (wanted == null) {
        List<String> down = manager.getPoweredDown();
        out.println(down.isEmpty() ? "no host is powered down" : String.join("\n", down));
      } else {
        out.println(wanted.equals("on") ? manager.powerOn(host) : manager.powerOff(host));
      }
    }
    return ExitCode.OK;
  }
}
