// SPDX-License-Identifier: Apache-2.0
package org.transhume.itests.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** What Linux tells about this machine and the processes on it. */
final class Machine {

  /** Of /proc's times. */
  private static final double TICKS_PER_SECOND = 100;

  private Machine() {}

  static String description() {
    return Runtime.getRuntime().availableProcessors()
        + " processors, Java "
        + System.getProperty("java.version");
  }

  /**
   * How much the processors have run since the machine started.
   *
   * @param busySeconds for anybody
   * @param atNanos when that was
   */
  record Use(double busySeconds, long atNanos) {

    /** The share of all processors that was in use since then. */
    double busyShareSince(Use before) {
      double seconds = (atNanos - before.atNanos) / 1e9;
      return (busySeconds - before.busySeconds)
          / (seconds * Runtime.getRuntime().availableProcessors());
    }
  }

  static Use use() throws IOException {
    List<Double> ticks =
        numbers(Files.readAllLines(Path.of("/proc/stat")).get(0).substring("cpu".length()));
    // user, nice, system, idle, iowait, irq, softirq, steal
    double busy = ticks.get(0) + ticks.get(1) + ticks.get(2) + ticks.get(5) + ticks.get(6);
    return new Use(busy / TICKS_PER_SECOND, System.nanoTime());
  }

  /** Processor seconds of a process that runs, those of its ended children included. */
  static double cpuSeconds(long pid) throws IOException {
    String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
    // After the name and the state: its own and its children's user and system time from field 10.
    List<Double> fields = numbers(stat.substring(stat.lastIndexOf(')') + 3));
    return fields.subList(10, 14).stream().mapToDouble(Double::doubleValue).sum()
        / TICKS_PER_SECOND;
  }

  /** Resident megabytes (10^6 bytes) of a process. */
  static double residentMegabytes(long pid) throws IOException {
    return kibibytes(pid, "status", "VmRSS:") * 1024 / 1e6;
  }

  /** Resident megabytes with what is shared divided among those that share it. */
  static double proportionalMegabytes(long pid) throws IOException {
    return kibibytes(pid, "smaps_rollup", "Pss:") * 1024 / 1e6;
  }

  private static double kibibytes(long pid, String file, String key) throws IOException {
    return Files.readAllLines(Path.of("/proc/" + pid + "/" + file)).stream()
        .filter(line -> line.startsWith(key))
        .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow(() -> new IOException("no " + key + " of process " + pid));
  }

  /** The sum of numbers with blanks between them. */
  static double sum(String text) {
    return numbers(text).stream().mapToDouble(Double::doubleValue).sum();
  }

  /** Numbers with blanks between them. */
  static List<Double> numbers(String text) {
    return Stream.of(text.strip().split("\\s+", -1)).map(Double::valueOf).toList();
  }

  /** Ends a process: asks, waits, then by force. */
  static void end(Process process) {
    process.destroy();
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  /** A Java like this one, on this class path, that runs another command of the benches. */
  static ProcessBuilder java(List<String> options, String... arguments) {
    Deque<String> command = new ArrayDeque<>(Arrays.asList(arguments));
    command.addFirst(Main.class.getName());
    command.addFirst(System.getProperty("java.class.path"));
    command.addFirst("-cp");
    for (int i = options.size() - 1; i >= 0; i--) {
      command.addFirst(options.get(i));
    }
    command.addFirst(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    return new ProcessBuilder(List.copyOf(command)).redirectError(ProcessBuilder.Redirect.INHERIT);
  }
}
