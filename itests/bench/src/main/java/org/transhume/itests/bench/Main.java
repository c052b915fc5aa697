// SPDX-License-Identifier: Apache-2.0
package org.transhume.itests.bench;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The benches by their names. */
@Command(
    name = "transhume bench",
    description = {
      "Measures a figure of docs/performance.md on this machine, in a few minutes.",
      "Wall times want a quiet machine: how much others ran meanwhile is printed with them."
    },
    subcommands = {
      AgentBench.class,
      ReactionBench.class,
      NotificationsBench.class,
      NotificationsAgents.class,
      NotificationsClient.class,
      RelayBench.class,
      RelaySide.class,
      ListBench.class,
      PlannerBench.class,
      PlannerCold.class,
      PlannerInstances.class,
      BtrPlaceBench.class
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  transhume bench agent",
      "  transhume bench notifications --agents 100 --json notifications.json"
    })
public final class Main implements Runnable {

  @Spec private CommandSpec spec;

  private Main() {}

  /** Runs the bench that the first argument names. */
  public static void main(String[] arguments) {
    System.exit(run(arguments));
  }

  /** Runs it in this process and returns its exit code. */
  static int run(String... arguments) {
    return new CommandLine(new Main()).execute(arguments);
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "name a bench: agent, reaction, notifications, relay, list, planner or planner-btrplace");
  }
}
