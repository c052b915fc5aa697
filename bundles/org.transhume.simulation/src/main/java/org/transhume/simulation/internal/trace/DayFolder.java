// SPDX-License-Identifier: Apache-2.0
package org.transhume.simulation.internal.trace;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A day as a folder with one text file a machine, named like the machine, of one percentage a line.
 * The machines come in the order of their names: results depend on it, and folders have none.
 */
final class DayFolder {

  private DayFolder() {}

  static List<Trace> read(Path folder) throws IOException {
    List<Path> files;
    try (Stream<Path> content = Files.list(folder)) {
      files =
          content
              .filter(file -> !name(folder, file).startsWith("."))
              .sorted(Comparator.comparing(file -> name(folder, file)))
              .toList();
    }
    List<Trace> traces = new ArrayList<>();
    for (Path file : files) {
      if (!Files.isRegularFile(file)) {
        throw new TraceException(
            file, "is not a file; name the folder of one day, which holds a file a machine");
      }
      Trace trace = machine(name(folder, file), file);
      if (!traces.isEmpty() && traces.get(0).samples() != trace.samples()) {
        throw new TraceException(
            file,
            "has "
                + trace.samples()
                + " lines, and "
                + traces.get(0).name()
                + " has "
                + traces.get(0).samples()
                + "; give each machine of a day as many lines, one for five minutes");
      }
      traces.add(trace);
    }
    if (traces.isEmpty()) {
      throw new TraceException(
          folder, "holds no file; name the folder of a day with a file a machine");
    }
    return traces;
  }

  private static Trace machine(String name, Path file) throws IOException {
    // Latin letters so that any bytes can be read, and a packed file is told by its number of line.
    List<String> lines = Files.readAllLines(file, StandardCharsets.ISO_8859_1);
    while (!lines.isEmpty() && lines.get(lines.size() - 1).isBlank()) {
      lines.remove(lines.size() - 1);
    }
    if (lines.isEmpty()) {
      throw new TraceException(file, "is empty; remove it, or give it a percentage a line");
    }
    byte[] percent = new byte[lines.size()];
    for (int line = 0; line < percent.length; line++) {
      percent[line] = percent(file, line + 1, lines.get(line).strip());
    }
    return new Trace(name, percent);
  }

  private static String name(Path folder, Path file) {
    return folder.relativize(file).toString();
  }

  private static byte percent(Path file, int line, String text) throws TraceException {
    if (text.matches("[0-9]{1,3}") && Integer.parseInt(text) <= 100) {
      return (byte) Integer.parseInt(text);
    }
    String shown = text.length() > 20 ? text.substring(0, 20) + "…" : text;
    throw new TraceException(
        file,
        "line "
            + line
            + " is '"
            + shown.replaceAll("\\p{Cntrl}", "?")
            + "', and must be a whole percentage, 0 to 100; mend or remove the file, or name a"
            + " packed day itself instead of its folder");
  }
}
