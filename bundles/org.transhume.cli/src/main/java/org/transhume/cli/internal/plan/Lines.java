// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.plan;

import java.nio.file.Path;
import java.util.List;
import org.transhume.cli.internal.CommandFailure;

/**
 * The lines of a file, and failures that name them.
 *
 * @param file where they are from
 * @param all every line
 */
record Lines(Path file, List<String> all) {

  Lines {
    all = List.copyOf(all);
  }

  /** A failure in a line, counted from 0 here and from 1 for people. */
  CommandFailure failure(int line, String what, String remedy) {
    return new CommandFailure(file + " line " + (line + 1) + " " + what + "; " + remedy);
  }

  /** A number of at least so much. */
  int number(int line, String text, String name, int least) throws CommandFailure {
    try {
      int number = Integer.parseInt(text.strip());
      if (number >= least) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Told below, together with numbers that are too small.
    }
    throw failure(
        line, "has '" + text + "' as " + name, "write a whole number of at least " + least);
  }
}
