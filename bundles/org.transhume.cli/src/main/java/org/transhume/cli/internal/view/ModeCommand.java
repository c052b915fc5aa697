// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.view;

import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.transhume.api.model.Mode;
import org.transhume.api.mx.ManagerMXBean;
import org.transhume.api.mx.PolicyMXBean;
import org.transhume.cli.internal.CommandFailure;
import org.transhume.cli.internal.ExitCode;
import org.transhume.cli.internal.client.ClusterConnection;
import org.transhume.cli.internal.client.ClusterView;
import org.transhume.cli.internal.client.ConnectionOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code transhume mode}. */
@Command(
    name = "mode",
    description = {
      "Shows or sets how far the manager or a policy may go by itself.",
      "OBSERVE: policies are not asked. ADVISE: they propose, an operator decides. AUTOMATIC:",
      "proposals are carried out. Of the manager's mode and a policy's the more cautious one counts."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  transhume mode                     all modes",
      "  transhume mode manager automatic",
      "  transhume mode hotspot advise"
    })
public final class ModeCommand implements Callable<Integer> {

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "manager|POLICY",
      description = "Whose mode; all when left out.")
  private String whose;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "MODE",
      description = "OBSERVE, ADVISE or AUTOMATIC; shown when left out.")
  private Mode mode;

  @Mixin private ConnectionOptions options;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws CommandFailure, IOException {
    try (ClusterConnection connection = options.connect()) {
      ClusterView cluster = connection.view();
      ManagerMXBean manager =
          cluster
              .manager()
              .orElseThrow(
                  () ->
                      new CommandFailure(
                          connection.target().endpoint()
                              + " is an agent; modes are the manager's (--address)"));
      if (whose == null) {
        all(cluster, manager);
      } else if (whose.equals("manager")) {
        if (mode != null) {
          manager.setMode(mode);
        }
        say("manager", manager.getMode());
      } else {
        PolicyMXBean policy = policy(cluster);
        if (mode != null) {
          policy.setMode(mode);
        }
        say(whose, policy.getMode());
      }
    }
    return ExitCode.OK;
  }

  private PolicyMXBean policy(ClusterView cluster) throws CommandFailure, IOException {
    return cluster
        .policy(whose)
        .orElseThrow(
            () ->
                new CommandFailure(
                    "there is no policy '"
                        + whose
                        + "'; there are: manager "
                        + String.join(" ", cluster.policyNames())));
  }

  private void all(ClusterView cluster, ManagerMXBean manager) throws IOException {
    Table table = new Table(Table.left("WHOSE"), Table.left("MODE"), Table.left("IN FORCE"));
    Mode bound = manager.getMode();
    table.row("manager", bound.name(), bound.name());
    for (String name : cluster.policyNames()) {
      var policy = cluster.policy(name);
      if (policy.isPresent()) {
        Mode own = policy.get().getMode();
        table.row(name, own.name(), own.atMost(bound).name());
      }
    }
    table.lines().forEach(spec.commandLine().getOut()::println);
  }

  private void say(String name, Mode now) {
    spec.commandLine().getOut().println(name + " " + now.name().toUpperCase(Locale.ROOT));
  }
}
