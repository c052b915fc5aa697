// SPDX-License-Identifier: Apache-2.0
package org.transhume.workload.internal.ping;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.transhume.workload.internal.Arguments;
import org.transhume.workload.internal.ExitCode;
import org.transhume.workload.internal.Lines;
import org.transhume.workload.internal.UsageException;

/** The same by ICMP: the ping of iputils, which has the rights that a socket of ours has not. */
final class SystemPing {

  private static final Pattern ANSWER =
      Pattern.compile("\\[(\\d+\\.\\d+)] .*icmp_seq=(\\d+) .*time=([0-9.]+) ms.*");
  private static final Pattern SUMMARY = Pattern.compile("(\\d+) packets transmitted.*");

  private final String program;
  private final Set<Long> answered = new HashSet<>();
  private final Silence silence = new Silence();
  private long transmitted;

  SystemPing() {
    this("ping");
  }

  /** For tests: another program. */
  SystemPing(String program) {
    this.program = program;
  }

  int run(Arguments arguments, Lines lines)
      throws UsageException, IOException, InterruptedException {
    long periodMillis = arguments.whole("PERIOD_MS", 1, 60_000);
    Process process =
        new ProcessBuilder(command(arguments, periodMillis)).redirectErrorStream(true).start();
    String last = "";
    try (BufferedReader told =
        new BufferedReader(
            new java.io.InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = told.readLine(); line != null; line = told.readLine()) {
        take(line, lines);
        last = line.isBlank() ? last : line;
      }
    } finally {
      process.destroy();
    }
    process.waitFor();
    if (transmitted == 0) {
      throw new IOException(program + ": " + last);
    }
    long lost = 0;
    for (long number = 1; number <= transmitted; number++) {
      if (!answered.contains(number)) {
        lost++;
        lines.print("lost", number);
      }
    }
    lines.print("interruption", silence.longestMillis(), lost, lost * periodMillis);
    return ExitCode.OK;
  }

  private List<String> command(Arguments arguments, long periodMillis) throws UsageException {
    List<String> command = new ArrayList<>(List.of(program, "-n", "-D"));
    command.addAll(List.of("-i", seconds(periodMillis / 1e3)));
    command.addAll(List.of("-W", seconds(arguments.whole("TIMEOUT_MS", 1, 600_000) / 1e3)));
    command.addAll(List.of("-c", String.valueOf(count(arguments, periodMillis))));
    arguments.option("--source").ifPresent(source -> command.addAll(List.of("-I", source)));
    command.add(arguments.text("ADDRESS"));
    return command;
  }

  private static long count(Arguments arguments, long periodMillis) throws UsageException {
    return Math.max(1, arguments.secondsInNanos() / 1_000_000 / periodMillis);
  }

  private static String seconds(double seconds) {
    return String.format(Locale.ROOT, "%.3f", seconds);
  }

  private void take(String line, Lines lines) throws IOException {
    Matcher answer = ANSWER.matcher(line);
    Matcher summary = SUMMARY.matcher(line);
    if (answer.matches()) {
      long number = Long.parseLong(answer.group(2));
      if (answered.add(number)) {
        double millis = Double.parseDouble(answer.group(3));
        silence.brokenAt(Math.round(Double.parseDouble(answer.group(1)) * 1e6) * 1_000);
        lines.print("answered", number, millis);
      }
    } else if (summary.matches()) {
      transmitted = Long.parseLong(summary.group(1));
    }
  }
}
