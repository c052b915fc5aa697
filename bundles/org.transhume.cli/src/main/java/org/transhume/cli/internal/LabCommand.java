// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code transhume lab}: hands over to the laboratory's own script. */
@Command(
    name = "lab",
    description = {
      "Boots two real Xen hosts under emulation and runs the whole story on them.",
      "Works in a checkout of the sources; all arguments go to itests/xen-lab/lab."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Examples:", "  transhume lab", "  transhume lab help"})
final class LabCommand implements Callable<Integer> {

  @Parameters(arity = "0..*", paramLabel = "ARGUMENT", description = "Arguments of the lab.")
  private List<String> arguments = new ArrayList<>();

  @Override
  public Integer call() throws CommandFailure, IOException, InterruptedException {
    Path script =
        Installation.current()
            .checkout()
            .map(checkout -> checkout.resolve("itests/xen-lab/lab"))
            .filter(Files::isExecutable)
            .orElseThrow(
                () ->
                    new CommandFailure(
                        "itests/xen-lab/lab is not here; the lab runs from a checkout of the sources"));
    List<String> command = new ArrayList<>(List.of(script.toString()));
    command.addAll(arguments);
    return new ProcessBuilder(command).inheritIO().start().waitFor();
  }
}
