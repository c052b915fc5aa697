// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.wrapper;

import java.io.IOException;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.transhume.cli.internal.CommandFailure;
import org.transhume.cli.internal.view.Table;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code transhume wrapper status}. */
@Command(
    name = "status",
    description = "How the software is, its settings and figures, and what it can be asked to do.",
    mixinStandardHelpOptions = true)
public final class WrapperStatusCommand implements Callable<Integer> {

  @Mixin private WrapperChoice choice;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws CommandFailure, IOException {
    return choice.tell(spec, WrapperReport::of, WrapperStatusCommand::table);
  }

  static Table table(WrapperReport report) {
    Table table = new Table(Table.left("WHAT"), Table.left("VALUE"));
    table.row("host", report.host());
    table.row("phase", report.phase());
    table.row("health", report.health() + ": " + report.healthText());
    if (report.lastError() != null) {
      table.row("last error", report.lastError());
    }
    new TreeMap<>(report.settings()).forEach((name, value) -> table.row("setting " + name, value));
    new TreeMap<>(report.attributes()).forEach(table::row);
    report.operations().forEach(operation -> table.row("operation", operation));
    return table;
  }
}
