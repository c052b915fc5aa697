// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.view;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.transhume.api.model.MigrationPhase;
import org.transhume.api.mx.MigrationMXBean;
import org.transhume.cli.internal.CommandFailure;
import org.transhume.cli.internal.ExitCode;
import org.transhume.cli.internal.client.ClusterConnection;
import org.transhume.cli.internal.client.ClusterView;
import org.transhume.cli.internal.client.ConnectionOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code transhume migrate}. */
@Command(
    name = "migrate",
    description = {
      "Moves a domain to another host while it runs.",
      "Prints the migration's id. With --wait it follows the migration, and the exit code is 0 only",
      "when it ends DONE."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  transhume migrate etch-1-1 a-204-03",
      "  transhume migrate etch-1-1 a-204-03 --wait"
    })
public final class MigrateCommand implements Callable<Integer> {

  private static final long POLL_MILLIS = 200;

  @Parameters(index = "0", paramLabel = "DOMAIN", description = "Name or uuid of the domain.")
  private String domain;

  @Parameters(index = "1", paramLabel = "TARGET", description = "The host where it should run.")
  private String target;

  @Option(names = "--wait", description = "Wait for the end and tell each phase.")
  private boolean wait;

  @Mixin private ConnectionOptions options;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws CommandFailure, IOException, InterruptedException {
    try (ClusterConnection connection = options.connect()) {
      ClusterView cluster = connection.view();
      String id = cluster.migrate(domain, target);
      PrintWriter out = spec.commandLine().getOut();
      out.println(id);
      out.flush();
      return wait ? follow(cluster, id, out) : ExitCode.OK;
    }
  }

  private static int follow(ClusterView cluster, String id, PrintWriter out)
      throws CommandFailure, IOException, InterruptedException {
    MigrationMXBean migration = await(cluster, id);
    MigrationPhase told = null;
    int toldPercent = -1;
    while (true) {
      MigrationPhase phase = migration.getPhase();
      int percent = migration.getProgressPercent();
      if (phase != told || (phase == MigrationPhase.SENDING && percent >= toldPercent + 10)) {
        out.println(line(migration, phase, percent));
        out.flush();
        told = phase;
        toldPercent = percent;
      }
      if (phase.isFinal()) {
        return end(migration, phase, out);
      }
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
  }

  /** An agent hands the request to the leader, so its MBean may appear a moment later. */
  private static MigrationMXBean await(ClusterView cluster, String id)
      throws CommandFailure, IOException, InterruptedException {
    for (int attempt = 0; attempt < 25; attempt++) {
      Optional<MigrationMXBean> migration = cluster.migration(id);
      if (migration.isPresent()) {
        return migration.get();
      }
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
    throw new CommandFailure(
        "migration " + id + " was accepted but does not show here; ask the manager by --address");
  }

  private static String line(MigrationMXBean migration, MigrationPhase phase, int percent) {
    String line = phase + " after " + Quantity.millis(migration.getDurationMillis());
    if (phase == MigrationPhase.SENDING) {
      return line + ", " + percent + "%, " + Quantity.bytes(migration.getBytesSent());
    }
    Long downtime = migration.getDowntimeMillis();
    return phase == MigrationPhase.DONE && downtime != null
        ? line + ", downtime " + Quantity.millis(downtime)
        : line;
  }

  private static int end(MigrationMXBean migration, MigrationPhase phase, PrintWriter out)
      throws CommandFailure {
    if (phase == MigrationPhase.DONE) {
      migration.getOutcomeReasons().forEach(why -> out.println("look after it: " + why.text()));
      return ExitCode.OK;
    }
    throw new CommandFailure(
        "migration "
            + migration.getId()
            + " ended "
            + phase
            + ": "
            + Listing.reasons(migration.getOutcomeReasons()));
  }
}
