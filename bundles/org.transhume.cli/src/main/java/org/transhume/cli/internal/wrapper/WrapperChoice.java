// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.wrapper;

import java.io.IOException;
import java.util.function.Function;
import org.transhume.api.mx.DeedState;
import org.transhume.api.mx.WrapperDeed;
import org.transhume.api.mx.WrapperMXBean;
import org.transhume.cli.internal.CommandFailure;
import org.transhume.cli.internal.ExitCode;
import org.transhume.cli.internal.client.ClusterConnection;
import org.transhume.cli.internal.client.ConnectionOptions;
import org.transhume.cli.internal.view.Output;
import org.transhume.cli.internal.view.Table;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which wrapper a command is about, and how a deed of it is told. */
final class WrapperChoice {

  @Parameters(index = "0", paramLabel = "DOMAIN", description = "The domain's name.")
  private String domain;

  @Parameters(index = "1", paramLabel = "WRAPPER", description = "The wrapper's name.")
  private String wrapper;

  @Option(
      names = "--id",
      paramLabel = "ID",
      description = "Under which this is done once; drawn when left out.")
  private String id = "";

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Mixin private ConnectionOptions options;

  /** Something to ask of a wrapper under an id. */
  @FunctionalInterface
  interface Asked {
    WrapperDeed of(WrapperMXBean bean, String id);
  }

  /** Asks for a deed, and tells its end. */
  int carryOut(CommandSpec spec, Asked asked) throws CommandFailure, IOException {
    try (ClusterConnection connection = options.connect()) {
      WrapperDeed deed = asked.of(Wrappers.on(connection).find(domain, wrapper), id);
      if (deed.state() == DeedState.FAILED || deed.state() == DeedState.UNKNOWN) {
        throw new CommandFailure(deed.operation() + " " + deed.state() + ": " + deed.text());
      }
      new Output(spec.commandLine().getOut(), json).print(deed, () -> table(deed));
      return ExitCode.OK;
    }
  }

  /** Asks for something else, and tells it. */
  <T> int tell(CommandSpec spec, Function<WrapperMXBean, T> question, Function<T, Table> table)
      throws CommandFailure, IOException {
    try (ClusterConnection connection = options.connect()) {
      T told = question.apply(Wrappers.on(connection).find(domain, wrapper));
      new Output(spec.commandLine().getOut(), json).print(told, () -> table.apply(told));
      return ExitCode.OK;
    }
  }

  private static Table table(WrapperDeed deed) {
    Table table =
        new Table(
            Table.left("ID"),
            Table.left("OPERATION"),
            Table.left("HOST"),
            Table.left("STATE"),
            Table.left("ANSWER"));
    table.row(
        deed.id(),
        deed.operation(),
        deed.host(),
        deed.state().name(),
        deed.text().replace('\n', ' '));
    return table;
  }
}
