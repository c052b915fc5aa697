// SPDX-License-Identifier: Apache-2.0
package org.transhume.itests.chaos;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Loads one manager with many hosts and many migrations at once, and tells what it came to. */
@Command(
    name = "load",
    description = {
      "Lets one manager move many domains of many simulated hosts at once while nothing fails.",
      "Ends with 1 when a domain was lost, ran twice, went on from a stale image or hangs"
          + " unfinished,",
      "or when live memory grows with the migrations that have ended.",
      "The heap holds the disks of all hosts, too: it grows until their journals are compacted."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  transhume chaos load --agents 100 --domains 1000 --migrations 10",
      "  transhume chaos load --agents 8 --domains 40 --migrations 8 --until-ended 45000"
    })
final class LoadCommand implements Callable<Integer> {

  /** How often the heap is looked at: several times between two compactions of a journal. */
  private static final int LOOKS = 120;

  private static final int PARTS = 12;

  private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);

  @Option(
      names = "--agents",
      paramLabel = "N",
      defaultValue = "1000",
      description = "Hosts, each with its agent (default: ${DEFAULT-VALUE}).")
  private int agents;

  @Option(
      names = "--domains",
      paramLabel = "N",
      defaultValue = "10000",
      description = "Domains on them (default: ${DEFAULT-VALUE}).")
  private int domains;

  @Option(
      names = "--migrations",
      paramLabel = "N",
      defaultValue = "100",
      description = "Migrations that are kept under way (default: ${DEFAULT-VALUE}).")
  private int migrations;

  @Option(
      names = "--minutes",
      paramLabel = "N",
      defaultValue = "10",
      description = "How long, in the hosts' time (default: ${DEFAULT-VALUE}).")
  private int minutes;

  @Option(
      names = "--until-ended",
      paramLabel = "N",
      description = {
        "Go on until so many migrations have ended, however long that takes, and judge the heap:",
        "tens of thousands are needed, which few hosts reach in minutes."
      })
  private long untilEnded;

  @Option(names = "--seed", paramLabel = "S", defaultValue = "1", description = "Seed.")
  private long seed;

  @Option(names = "--summary", paramLabel = "FILE", description = "Write the figures to a file.")
  private Path summary;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    if (agents < 2 || domains < 1 || migrations < 1 || minutes < 1 || untilEnded < 0) {
      throw new ParameterException(
          spec.commandLine(),
          "a load needs 2 agents, 1 domain, 1 migration and 1 minute at the least");
    }
    LoadRun run = new LoadRun(agents, domains, migrations, seed);
    out.printf("%d agents, %d domains, up to %d migrations at once%n", agents, domains, migrations);
    if (untilEnded > 0) {
      for (int part = 1; part <= PARTS; part++) {
        run.advanceUntilEnded(untilEnded * part / PARTS, LOOKS / PARTS);
        out.println(run.lastLook());
      }
    } else {
      for (int minute = 1; minute <= minutes; minute++) {
        run.advance(Duration.ofMinutes(1));
        out.println(run.lastMinute());
      }
    }
    LoadRun.Result result = run.end();
    out.println(result.text());
    result.verdict().failures().stream().limit(Main.FAILURES_SHOWN).forEach(out::println);
    if (summary != null) {
      String text = JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT).asString(result.asMap());
      Files.writeString(summary, text + "\n");
    }
    return result.isClean() ? 0 : 1;
  }
}
