// SPDX-License-Identifier: Apache-2.0
package org.transhume.itests.bench;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** What a bench came to: printed as it is found, and kept for a file. */
final class Figures {

  private final Map<String, Object> kept = new LinkedHashMap<>();
  private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);

  @Option(names = "--json", paramLabel = "FILE", description = "Write the figures to a file, too.")
  private Path file;

  /** A bench that may fail in any way. */
  interface Body extends Callable<Void> {}

  /** Runs a bench between two looks at the machine, and writes the file. */
  int around(String bench, Body body) throws Exception {
    kept.put("bench", bench);
    say(Machine.description());
    kept.put("machine", Machine.description());
    Machine.Use before = Machine.use();
    body.call();
    put("machine busy meanwhile", Machine.use().busyShareSince(before) * 100, "%", "");
    if (file != null) {
      Files.writeString(
          file, JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT).asString(kept) + "\n");
    }
    return 0;
  }

  /** Prints a line that is no figure. */
  void say(String line) {
    out.println(line);
  }

  /** Prints and keeps a figure. */
  void put(String name, double value, String unit, String goal) {
    kept.put(unit.isEmpty() ? name : name + ", " + unit, rounded(value));
    out.printf(
        Locale.ROOT,
        "  %-58s %12s %-4s %s%n",
        name,
        text(value),
        unit,
        goal.isEmpty() ? "" : "goal " + goal);
  }

  private static double rounded(double value) {
    return Math.rint(value * 1e6) / 1e6;
  }

  private static String text(double value) {
    double size = Math.abs(value);
    return String.format(Locale.ROOT, size >= 100 ? "%.0f" : size >= 10 ? "%.1f" : "%.3f", value);
  }

  /** Removes a folder and what is in it; told, not thrown, for the figures count more. */
  static void remove(Path folder) {
    try (Stream<Path> content = Files.walk(folder)) {
      for (Path path : content.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      System.err.println("not removed: " + folder + ": " + e.getMessage());
    }
  }
}
