// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code transhume completion}: options and commands from the tree, names from the cluster. */
@Command(
    name = "completion",
    description = {
      "Prints a script that teaches your shell to complete commands, options and names.",
      "Names of hosts, domains, migrations and policies are asked of the cluster as you type."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Example:", "  source <(transhume completion bash)"})
final class CompletionCommand implements Runnable {

  /** The shells whose completion is known; zsh reads the same script with bashcompinit. */
  enum Shell {
    BASH,
    ZSH
  }

  @Parameters(arity = "0..1", defaultValue = "bash", description = "bash (default) or zsh.")
  private Shell shell;

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    StringBuilder script = new StringBuilder();
    if (shell == Shell.ZSH) {
      script.append("autoload -U +X bashcompinit && bashcompinit\n");
    }
    script.append(AutoComplete.bash("transhume", Commands.whole())).append('\n').append(names());
    spec.commandLine().getOut().println(script);
  }

  private static String names() {
    try (InputStream script = CompletionCommand.class.getResourceAsStream("names.bash")) {
      return new String(script.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException("names.bash is not in this jar", e);
    }
  }
}
