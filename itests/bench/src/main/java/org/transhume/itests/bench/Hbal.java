// SPDX-License-Identifier: Apache-2.0
package org.transhume.itests.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A run of Ganeti's balancer.
 *
 * @param seconds of processor time
 * @param moves it found
 * @param score in the end; at first when it found nothing
 */
record Hbal(double seconds, int moves, double score) {

  private static final Pattern MOVES = Pattern.compile("Solution length=(\\d+)");
  private static final Pattern INITIAL = Pattern.compile("Initial score: ([\\d.]+)");
  private static final Pattern IMPROVED = Pattern.compile("improved from [\\d.]+ to ([\\d.]+)");

  static Hbal run(Path cluster, String steps) throws IOException, InterruptedException {
    Path times = Files.createTempFile("transhume-bench-", ".times");
    try {
      Process process =
          new ProcessBuilder(
                  "bash",
                  "-c",
                  "TIMEFORMAT='%U %S'; { time hbal -t \"$0\" -l \"$1\" 2>&1; } 2>\"$2\"",
                  cluster.toString(),
                  steps,
                  times.toString())
              .redirectErrorStream(true)
              .start();
      String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int code = process.waitFor();
      if (code == 127) {
        throw new IOException("hbal is not here: apt-get install ganeti-htools");
      }
      String score = last(IMPROVED, told).or(() -> last(INITIAL, told)).orElseThrow();
      String moves = last(MOVES, told).orElseThrow(() -> new IOException("hbal said: " + told));
      List<Double> spent = Machine.numbers(Files.readString(times));
      return new Hbal(
          spent.get(0) + spent.get(1), Integer.parseInt(moves), Double.parseDouble(score));
    } finally {
      Files.delete(times);
    }
  }

  private static Optional<String> last(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    Optional<String> last = Optional.empty();
    while (matcher.find()) {
      last = Optional.of(matcher.group(1));
    }
    return last;
  }
}
