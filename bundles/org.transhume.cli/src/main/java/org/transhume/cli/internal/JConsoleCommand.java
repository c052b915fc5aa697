// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.transhume.cli.internal.client.ConnectionOptions;
import org.transhume.cli.internal.client.Target;
import org.transhume.spi.transport.Endpoint;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code transhume jconsole}. */
@Command(
    name = "jconsole",
    description = {
      "Starts the JDK's JConsole with your identity and connects it.",
      "Needs a JDK (not headless) and a display. Passwords are in no process list."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  transhume jconsole                          the manager, or the demo that runs",
      "  transhume jconsole a-204-02:7443            one agent",
      "  transhume jconsole --address manager-1:7443 --identity ~/.config/transhume/operator"
    })
final class JConsoleCommand implements Callable<Integer> {

  /** Java reads its argument file before anything else. */
  private static final long READING_SECONDS = 3;

  @Parameters(
      arity = "0..1",
      paramLabel = "HOST[:PORT]",
      description = "Where to connect instead of the manager; its port when left out.")
  private String host;

  @Mixin private ConnectionOptions options;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws CommandFailure, IOException, InterruptedException {
    Target target = target(options.target());
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    if (!Files.isExecutable(java.resolveSibling("jconsole"))) {
      throw new CommandFailure(
          "this Java has no JConsole: install openjdk-17-jdk (not -headless), or openjdk-21-jdk on"
              + " Debian 13");
    }
    JConsoleArguments arguments = JConsoleArguments.write(target);
    Thread removal = new Thread(arguments::close, "jconsole-arguments");
    Runtime.getRuntime().addShutdownHook(removal);
    try (arguments) {
      Process console = new ProcessBuilder(arguments.command(java)).inheritIO().start();
      spec.commandLine().getOut().println("JConsole connects to " + target.endpoint());
      if (!console.waitFor(READING_SECONDS, TimeUnit.SECONDS)) {
        arguments.close();
      }
      return console.waitFor();
    }
  }

  private Target target(Target named) throws CommandFailure {
    if (host == null) {
      return named;
    }
    try {
      Endpoint endpoint =
          host.contains(":") ? Endpoint.parse(host) : new Endpoint(host, named.endpoint().port());
      return new Target(endpoint, named.identity());
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(e.getMessage(), e);
    }
  }
}
