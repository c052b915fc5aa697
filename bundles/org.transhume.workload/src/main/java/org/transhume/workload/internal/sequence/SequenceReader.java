// SPDX-License-Identifier: Apache-2.0
package org.transhume.workload.internal.sequence;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.transhume.workload.internal.Arguments;
import org.transhume.workload.internal.ExitCode;
import org.transhume.workload.internal.Lines;
import org.transhume.workload.internal.Program;

/**
 * Reads what {@link SequenceWriter} has written and tells of every gap: two neighbours that do not
 * follow each other, whatever stands there instead of a number, and a beginning that is not 1. A
 * last line without its end is still being written, and is left out.
 */
public final class SequenceReader implements Program {

  @Override
  public String usage() {
    return "sequence-reader FILE";
  }

  @Override
  public int run(Arguments arguments, Lines lines) throws IOException {
    String content = Files.readString(Path.of(arguments.text("FILE")), StandardCharsets.ISO_8859_1);
    List<String> written = content.substring(0, content.lastIndexOf('\n') + 1).lines().toList();
    long gaps = 0;
    String before = "0";
    for (String line : written) {
      if (!follows(before, line)) {
        gaps++;
        lines.print("gap", before, line);
      }
      before = line;
    }
    lines.print("read", written.size(), gaps);
    return gaps == 0 ? ExitCode.OK : ExitCode.FAULT;
  }

  private static boolean follows(String before, String line) {
    try {
      return Long.parseLong(line) == Long.parseLong(before) + 1;
    } catch (NumberFormatException e) {
      return false;
    }
  }
}
