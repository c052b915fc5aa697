// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.plan;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.transhume.api.mx.HostSample;
import org.transhume.cli.internal.CommandFailure;
import org.transhume.cli.internal.ExitCode;
import org.transhume.cli.internal.client.ClusterConnection;
import org.transhume.cli.internal.client.ConnectionOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code transhume snapshot}. */
@Command(
    name = "snapshot",
    description = {
      "Saves hosts and domains of a live cluster as they are now, for `transhume plan`. A cluster of",
      "which something is stale, or not known yet, is not saved: a plan for it would be wrong."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Examples:", "  transhume snapshot --out cluster.json"})
public final class SnapshotCommand implements Callable<Integer> {

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "Where it is written to.")
  private Path out;

  @Mixin private ConnectionOptions options;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws CommandFailure, IOException {
    try (ClusterConnection connection = options.connect()) {
      List<String> stale = connection.view().staleHosts();
      if (!stale.isEmpty()) {
        throw new CommandFailure(
            "the cluster is not known as it is: " + stale.get(0) + "; see `transhume list`");
      }
      List<HostSample> hosts = connection.view().hosts();
      Files.writeString(out, SnapshotFormat.write(hosts));
      spec.commandLine()
          .getOut()
          .println(
              hosts.size()
                  + " hosts and "
                  + hosts.stream().mapToInt(host -> host.domains().size()).sum()
                  + " domains in "
                  + out);
    }
    return ExitCode.OK;
  }
}
