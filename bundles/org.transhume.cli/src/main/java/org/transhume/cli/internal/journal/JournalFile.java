// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.journal;

import java.nio.file.Files;
import java.nio.file.Path;
import org.transhume.cli.internal.CommandFailure;
import picocli.CommandLine.Parameters;

/** Which journal a command is about. */
final class JournalFile {

  @Parameters(
      paramLabel = "FILE",
      description = "manager.journal or agent.journal; the log names it.")
  private Path given;

  /** The file, which is there. */
  Path path() throws CommandFailure {
    Path path = given.toAbsolutePath().normalize();
    if (!Files.isRegularFile(path)) {
      throw new CommandFailure("there is no file " + path);
    }
    return path;
  }
}
