// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.view;

import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.ObjLongConsumer;
import java.util.function.ToLongFunction;
import org.transhume.api.mx.ManagerMXBean;
import org.transhume.cli.internal.CommandFailure;
import org.transhume.cli.internal.ExitCode;
import org.transhume.cli.internal.client.ClusterConnection;
import org.transhume.cli.internal.client.ConnectionOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code transhume caps}. */
@Command(
    name = "caps",
    description = {
      "Shows or sets what limits migrations: how many may leave a source, arrive at a target and be",
      "under way in the cluster at a time, and how many bytes of memory each may copy in a second.",
      "A cap on bandwidth slows down what is under way, too; the others hold for what begins next.",
      "What is set holds after a restart, until the configuration is given another value."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  transhume caps                     all caps",
      "  transhume caps source 2",
      "  transhume caps cluster 0           no cap on the cluster",
      "  transhume caps bandwidth 50000000  50 MB in a second for each migration"
    })
public final class CapsCommand implements Callable<Integer> {

  /** What is capped. */
  enum Cap {
    SOURCE(
        ManagerMXBean::getMigrationsPerSource,
        (manager, most) -> manager.setMigrationsPerSource(Math.toIntExact(most))),
    TARGET(
        ManagerMXBean::getMigrationsPerTarget,
        (manager, most) -> manager.setMigrationsPerTarget(Math.toIntExact(most))),
    CLUSTER(
        ManagerMXBean::getMigrationsPerCluster,
        (manager, most) -> manager.setMigrationsPerCluster(Math.toIntExact(most))),
    BANDWIDTH(
        ManagerMXBean::getBandwidthLimitBytesPerSecond,
        ManagerMXBean::setBandwidthLimitBytesPerSecond);

    private final ToLongFunction<ManagerMXBean> reader;
    private final ObjLongConsumer<ManagerMXBean> writer;

    Cap(ToLongFunction<ManagerMXBean> reader, ObjLongConsumer<ManagerMXBean> writer) {
      this.reader = reader;
      this.writer = writer;
    }

    private String in(ManagerMXBean manager) {
      long most = reader.applyAsLong(manager);
      return most == 0 ? "none" : this == BANDWIDTH ? Quantity.rate(most) : Long.toString(most);
    }
  }

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "source|target|cluster|bandwidth",
      description = "Which cap; all when left out.")
  private Cap cap;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "MOST",
      description =
          "Migrations at a time, or bytes in a second; 0 for no cap on cluster and bandwidth; shown"
              + " when left out.")
  private Long most;

  @Mixin private ConnectionOptions options;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws CommandFailure, IOException {
    try (ClusterConnection connection = options.connect()) {
      ManagerMXBean manager = connection.manager();
      if (cap != null && most != null) {
        cap.writer.accept(manager, most);
      }
      Table table = new Table(Table.left("CAP"), Table.left("MOST"));
      for (Cap one : cap == null ? Cap.values() : new Cap[] {cap}) {
        table.row(one.name().toLowerCase(Locale.ROOT), one.in(manager));
      }
      table.lines().forEach(spec.commandLine().getOut()::println);
    }
    return ExitCode.OK;
  }
}
