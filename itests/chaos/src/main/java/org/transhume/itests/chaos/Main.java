// SPDX-License-Identifier: Apache-2.0
package org.transhume.itests.chaos;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs clusters under attack and says what became of their domains. */
@Command(
    name = "transhume chaos",
    description = {
      "Lets simulated clusters migrate while everything fails, and judges what became of each domain.",
      "Ends with 1 when a domain was lost, ran twice, went on from a stale image or hangs unfinished."
    },
    subcommands = LoadCommand.class,
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  transhume chaos --runs 300 --seed 1 --summary chaos.json",
      "  transhume chaos --runs 1 --seed 42 --trace",
      "  transhume chaos load --agents 1000 --domains 10000 --migrations 100 --minutes 10"
    })
public final class Main implements Callable<Integer> {

  /** Of the failures of a run, how many are printed. */
  static final int FAILURES_SHOWN = 20;

  private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);

  @Option(
      names = "--runs",
      paramLabel = "N",
      defaultValue = "300",
      description = "How many clusters (default: ${DEFAULT-VALUE}).")
  private int runs;

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "1",
      description =
          "Seed of the first run; each next one has the next (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(names = "--summary", paramLabel = "FILE", description = "Write the summary to a file.")
  private Path summary;

  @Option(names = "--trace", description = "Print everything that happens.")
  private boolean trace;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Runs at a time (default: the machine's processors).")
  private int threads = Runtime.getRuntime().availableProcessors();

  private Main() {}

  /** Runs and ends with 0, or with 1 when something went wrong that must not. */
  public static void main(String[] arguments) {
    System.exit(run(arguments));
  }

  /** Runs in this process and returns the exit code. */
  static int run(String... arguments) {
    return new CommandLine(new Main()).execute(arguments);
  }

  @Override
  public Integer call() throws IOException, InterruptedException, ExecutionException {
    Summary found = new Summary(runs, seed);
    long began = System.nanoTime();
    ExecutorService pool = Executors.newFixedThreadPool(trace ? 1 : threads);
    try {
      ExecutorCompletionService<ChaosRun.Result> results = new ExecutorCompletionService<>(pool);
      for (long i = 0; i < runs; i++) {
        long its = seed + i;
        results.submit(() -> run(its));
      }
      for (int done = 1; done <= runs; done++) {
        found.add(results.take().get());
        if (done % 500 == 0) {
          out.printf("%d runs, %d failures%n", done, found.failures().size());
        }
      }
    } finally {
      pool.shutdownNow();
    }
    double seconds = (System.nanoTime() - began) / 1e9;
    String text = JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT).asString(found.asMap());
    if (summary != null) {
      Files.writeString(summary, text + "\n");
    }
    out.println(found.text(seconds));
    found.failures().stream().limit(FAILURES_SHOWN).forEach(out::println);
    return found.isClean() ? 0 : 1;
  }

  private ChaosRun.Result run(long its) {
    Consumer<String> tracer = trace ? out::println : line -> {};
    try {
      return new ChaosRun(its, tracer).run();
    } catch (RuntimeException e) {
      throw new IllegalStateException("run with seed " + its + " broke down", e);
    }
  }
}
