// SPDX-License-Identifier: Apache-2.0
package org.transhume.itests.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command line: how long a listing takes. */
@Command(
    name = "list",
    description = {
      "Runs `transhume list` against a demo that runs, after a first one that makes the archive of",
      "classes. The launcher's own time counts."
    },
    mixinStandardHelpOptions = true)
final class ListBench implements Callable<Integer> {

  private static final long START_SECONDS = 120;

  @Mixin private Figures figures;

  @Option(names = "--runs", defaultValue = "25", description = "Listings; ${DEFAULT-VALUE}.")
  private int runs;

  private record Listing(double wallSeconds, double cpuSeconds) {}

  @Override
  public Integer call() throws Exception {
    return figures.around("list", this::measure);
  }

  private Void measure() throws Exception {
    Path folder = Files.createTempDirectory("transhume-bench-list-");
    Process demo =
        launcher(folder, "demo", "--plain", "--seed", "1")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("demo.log").toFile())
            .start();
    try {
      awaitFirstListing(folder, demo);
      List<Listing> listings = new ArrayList<>();
      for (int i = 0; i < runs; i++) {
        listings.add(list(folder));
      }
      Quantiles wall = Quantiles.of(listings.stream().map(Listing::wallSeconds).toList());
      figures.put("listing, median of " + wall.size(), wall.median(), "s", "<= 0.6 s");
      figures.put("listing, least", wall.least(), "s", "");
      figures.put("listing, most", wall.most(), "s", "");
      figures.put(
          "processor time, median",
          Quantiles.of(listings.stream().map(Listing::cpuSeconds).toList()).median(),
          "s",
          "");
    } finally {
      Machine.end(demo);
      Figures.remove(folder);
    }
    return null;
  }

  private static void awaitFirstListing(Path folder, Process demo) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
    while (launcher(folder, "list")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start()
            .waitFor()
        != 0) {
      if (!demo.isAlive() || System.nanoTime() > deadline) {
        throw new TimeoutException(
            "the demo cannot be listed: " + Files.readString(folder.resolve("demo.log")));
      }
      TimeUnit.SECONDS.sleep(1);
    }
  }

  /** One listing, with the times that its shell tells. */
  private static Listing list(Path folder) throws IOException, InterruptedException {
    Path told = folder.resolve("times");
    ProcessBuilder builder =
        new ProcessBuilder(
            "bash",
            "-c",
            "TIMEFORMAT='%R %U %S'; { time \"$0\" list >/dev/null 2>&1 || exit; } 2>\"$1\"",
            Installation.launcher().toString(),
            told.toString());
    builder.environment().putAll(environment(folder));
    int code = builder.start().waitFor();
    if (code != 0) {
      throw new IOException("`transhume list` ended with exit code " + code);
    }
    List<Double> times = Machine.numbers(Files.readString(told));
    return new Listing(times.get(0), times.get(1) + times.get(2));
  }

  private static ProcessBuilder launcher(Path folder, String... arguments) {
    List<String> command = new ArrayList<>(List.of(Installation.launcher().toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment(folder));
    return builder;
  }

  /** Folders of its own, so that no demo of somebody else's is listed. */
  private static Map<String, String> environment(Path folder) {
    return Map.of(
        "JAVA_HOME", System.getProperty("java.home"),
        "XDG_CONFIG_HOME", folder.resolve("config").toString(),
        "XDG_STATE_HOME", folder.resolve("state").toString(),
        "XDG_CACHE_HOME", folder.resolve("cache").toString());
  }
}
