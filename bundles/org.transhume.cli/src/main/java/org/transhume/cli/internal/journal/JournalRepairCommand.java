// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.journal;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.transhume.cli.internal.CommandFailure;
import org.transhume.cli.internal.ExitCode;
import org.transhume.journal.DiskFolder;
import org.transhume.journal.JournalRepair;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code transhume journal repair}. */
@Command(
    name = "repair",
    description = {
      "Keeps every readable record of a damaged journal, and the damaged file as FILE.damaged-1",
      "(or -2, ...). Stop the manager or agent first, and run it as the owner of the file.",
      "What to look at before the next start is in docs/operations.md."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example:",
      "  transhume journal repair instances/manager/data/transhume/manager/manager.journal"
    })
final class JournalRepairCommand implements Callable<Integer> {

  @Mixin private JournalFile file = new JournalFile();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws CommandFailure, IOException {
    Path path = file.path();
    requireOwner(path);
    try (DiskFolder folder = DiskFolder.at(path.resolveSibling(""))) {
      report(path, JournalRepair.of(folder, path.getFileName().toString()));
    }
    return ExitCode.OK;
  }

  /** What is made here belongs to whoever runs it, and must be writable for the journal's owner. */
  private static void requireOwner(Path path) throws CommandFailure, IOException {
    String owner = Files.getOwner(path).getName();
    String user = System.getProperty("user.name");
    if (!owner.equals(user)) {
      throw new CommandFailure(
          path + " belongs to " + owner + ", not to " + user + ": run this as " + owner);
    }
  }

  private void report(Path path, JournalRepair repair) {
    PrintWriter out = spec.commandLine().getOut();
    Optional<String> original = repair.original();
    if (original.isEmpty()) {
      out.println(path + " is not damaged: nothing was changed");
      return;
    }
    out.println(path + ": " + repair.recordsKept() + " records kept");
    out.println(
        repair.bytesUnreadable()
            + " bytes were not readable; the damaged file is "
            + path.resolveSibling(original.get()));
    out.println(
        "before the next start look on every host ('xl list') for copies named NAME--incoming or"
            + " NAME--migratedaway: docs/operations.md");
  }
}
