// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.journal;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.transhume.cli.internal.CommandFailure;
import org.transhume.cli.internal.ExitCode;
import org.transhume.journal.JournalContent;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code transhume journal check}. */
@Command(
    name = "check",
    description = {
      "Tells how much of a journal can be read. Changes nothing, also while its owner runs.",
      "Exit code 1 when it is damaged."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example:",
      "  transhume journal check instances/manager/data/transhume/manager/manager.journal"
    })
final class JournalCheckCommand implements Callable<Integer> {

  @Mixin private JournalFile file = new JournalFile();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws CommandFailure, IOException {
    Path path = file.path();
    JournalContent content = JournalContent.of(Files.readAllBytes(path));
    PrintWriter out = spec.commandLine().getOut();
    out.println(path + ": " + content.records().size() + " records can be read");
    content
        .damages()
        .forEach(
            damage ->
                out.println(
                    "damaged: bytes "
                        + damage.from()
                        + " to "
                        + (damage.to() - 1)
                        + ", behind record "
                        + damage.recordsBefore()));
    if (content.tornBytes() > 0) {
      out.println(
          "torn end: the last "
              + content.tornBytes()
              + " bytes are of an interrupted write; the next start cuts them");
    }
    if (content.damages().isEmpty()) {
      return ExitCode.OK;
    }
    out.println("'transhume journal repair " + path + "' keeps every readable record");
    return ExitCode.ERROR;
  }
}
