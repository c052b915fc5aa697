// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.policy;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.transhume.api.mx.CanaryReport;
import org.transhume.api.mx.PolicyMXBean;
import org.transhume.cli.internal.CommandFailure;
import org.transhume.cli.internal.ExitCode;
import org.transhume.cli.internal.client.ClusterConnection;
import org.transhume.cli.internal.client.ClusterView;
import org.transhume.cli.internal.client.ConnectionOptions;
import org.transhume.cli.internal.view.Table;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code transhume policy}. */
@Command(
    name = "policy",
    description = {
      "Shows which version of each policy serves, and how newer ones come to serve.",
      "A newer version can decide beside the one that serves, as a canary: what it wants is"
          + " recorded",
      "and compared, and moves nothing, until it is promoted by its agreement or by an operator."
    },
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "[COMMAND]",
    subcommands = {
      PolicySetCommand.class,
      PolicyTrialsCommand.class,
      PolicyPromoteCommand.class,
      PolicySetBackCommand.class
    },
    footer = {
      "",
      "Examples:",
      "  transhume policy                                 all policies",
      "  transhume policy trials hotspot --rounds 20      a newer version must agree in 20 rounds"
          + " first",
      "  transhume policy trials hotspot --bound 10 --window 3600",
      "  transhume policy set hotspot --window 'Mon-Fri 22:00-06:00'",
      "  transhume policy promote hotspot 1.1.0",
      "  transhume policy set-back hotspot"
    })
public final class PolicyCommand implements Callable<Integer> {

  @Mixin private ConnectionOptions options;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws CommandFailure, IOException {
    try (ClusterConnection connection = options.connect()) {
      ClusterView cluster = connection.view();
      Table table =
          new Table(
              Table.left("POLICY"),
              Table.left("SERVES"),
              Table.left("MODE"),
              Table.left("CANARY"),
              Table.left("SET BACK"),
              Table.left("TRIALS"));
      for (String name : cluster.policyNames()) {
        Optional<PolicyMXBean> policy = cluster.policy(name);
        if (policy.isPresent()) {
          row(table, policy.get());
        }
      }
      table.lines().forEach(spec.commandLine().getOut()::println);
    }
    return ExitCode.OK;
  }

  private static void row(Table table, PolicyMXBean policy) {
    table.row(
        policy.getName(),
        policy.getVersion(),
        policy.getMode().name(),
        Optional.ofNullable(policy.getCanary()).map(PolicyCommand::text).orElse("-"),
        policy.getBarredVersions().isEmpty()
            ? "-"
            : String.join(", ", policy.getBarredVersions().keySet()),
        trials(policy));
  }

  private static String text(CanaryReport canary) {
    return canary.version()
        + (canary.problem().isEmpty()
            ? ": agrees for " + canary.agreeing() + " rounds, differed in " + canary.differing()
            : ": " + canary.problem());
  }

  /** How versions of that policy come to serve, in a sentence. */
  static String trials(PolicyMXBean policy) {
    int rounds = policy.getCanaryRounds();
    String promoted =
        rounds == 0
            ? "a newer version serves at once"
            : rounds < 0
                ? "a newer version waits for an operator"
                : "a newer version must agree in " + rounds + " rounds";
    int bound = policy.getMoveBound();
    return bound == 0
        ? promoted
        : promoted
            + "; at most "
            + bound
            + " migrations in "
            + policy.getMoveWindowMillis() / 1000
            + " s";
  }

  /**
   * The policy of that name.
   *
   * @throws CommandFailure naming those that are there
   */
  static PolicyMXBean find(ClusterView cluster, String name) throws CommandFailure, IOException {
    return cluster
        .policy(name)
        .orElseThrow(
            () ->
                new CommandFailure(
                    "there is no policy '"
                        + name
                        + "'; there are: "
                        + String.join(" ", cluster.policyNames())));
  }
}
