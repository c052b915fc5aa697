// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.plan;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.transhume.api.model.Explanation;
import org.transhume.cli.internal.CommandFailure;
import org.transhume.cli.internal.ExitCode;
import org.transhume.planner.BalanceScore;
import org.transhume.planner.Cluster;
import org.transhume.planner.Goal;
import org.transhume.planner.Move;
import org.transhume.planner.Outcome;
import org.transhume.planner.Plan;
import org.transhume.planner.Planner;
import org.transhume.planner.Step;
import org.transhume.planner.constraint.Constraint;
import org.transhume.planner.constraint.Overcommit;
import org.transhume.planner.constraint.Reserve;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code transhume plan}. */
@Command(
    name = "plan",
    description = {
      "Plans with no cluster at hand: reads hosts and domains from a file and writes the moves to",
      "another, a line each: step, domain, from, to, with tabs between them. Moves of one step run",
      "together. The file is a snapshot (`transhume snapshot`), htools' text format, or tab-separated."
    },
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:a plan was written", "4:there is no plan; the reasons were told"},
    footer = {
      "",
      "Examples:",
      "  transhume plan --cluster hot1000.tsv --goal relieve --out moves.tsv --summary summary.json",
      "  transhume plan --cluster cluster.json --goal drain:a-204-03 --out moves.tsv --cpu-cap 90"
    })
public final class PlanCommand implements Callable<Integer> {

  private static final String DRAIN = "drain:";
  private static final int DEFAULT_CAP = 80;
  private static final int DEFAULT_CAP_WHEN_PACKING = 100;
  private static final long MOST_MEASURED_SECONDS = 30;

  @Option(
      names = "--cluster",
      required = true,
      paramLabel = "FILE",
      description = "Hosts and domains.")
  private Path cluster;

  @Option(
      names = "--goal",
      required = true,
      paramLabel = "GOAL",
      description = "relieve, balance, consolidate or drain:HOST.")
  private String goal;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "PLAN",
      description = "Where the moves are written to; not touched when there is no plan.")
  private Path out;

  @Option(
      names = "--cpu-cap",
      paramLabel = "PERCENT",
      description = "How much of a host's processors domains may want: 80; of consolidate 100.")
  private Integer cpuCap;

  @Option(
      names = "--reserve-mib",
      paramLabel = "N",
      defaultValue = "1024",
      description = "Memory of each host that domains do not get; ${DEFAULT-VALUE}.")
  private int reserveMib;

  @Option(
      names = "--summary",
      paramLabel = "FILE",
      description = {
        "Write what it came to as JSON. To tell how long planning takes in the long run it is then",
        "repeated, 119 times or for half a minute."
      })
  private Path summary;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws CommandFailure, IOException {
    Goal wanted = goal();
    int cap = cap(wanted);
    ClusterFile file = ClusterFile.read(cluster);
    knowsHosts(wanted, file.cluster());
    List<Constraint> constraints = new ArrayList<>(file.constraints());
    constraints.add(Reserve.everywhere(reserveMib));
    constraints.add(Overcommit.cpu(cap));
    Planner planner = new Planner();
    Supplier<Outcome> planning = () -> planner.plan(file.cluster(), wanted, constraints);
    Outcome outcome;
    if (summary == null) {
      outcome = planning.get();
    } else {
      Stopwatch watch =
          Stopwatch.of(planning, System::nanoTime, TimeUnit.SECONDS.toNanos(MOST_MEASURED_SECONDS));
      outcome = watch.outcome();
      Files.writeString(summary, summary(watch, cap));
    }
    return tell(outcome);
  }

  private Goal goal() {
    String word = goal.strip();
    if (word.startsWith(DRAIN) && word.length() > DRAIN.length()) {
      return new Goal.Drain(Set.of(word.substring(DRAIN.length())));
    }
    return switch (word.toLowerCase(Locale.ROOT)) {
      case "relieve" -> new Goal.Relieve();
      case "balance" -> new Goal.Balance();
      case "consolidate" -> new Goal.Consolidate();
      default ->
          throw new ParameterException(
              spec.commandLine(),
              "no goal '" + goal + "'; use relieve, balance, consolidate or drain:HOST");
    };
  }

  private int cap(Goal wanted) {
    int otherwise = wanted instanceof Goal.Consolidate ? DEFAULT_CAP_WHEN_PACKING : DEFAULT_CAP;
    int cap = cpuCap == null ? otherwise : cpuCap;
    if (cap < 1) {
      throw new ParameterException(
          spec.commandLine(), "--cpu-cap is " + cap + "; use per cent, 1 or more");
    }
    if (reserveMib < 0) {
      throw new ParameterException(
          spec.commandLine(), "--reserve-mib is " + reserveMib + "; use MiB, 0 or more");
    }
    return cap;
  }

  private void knowsHosts(Goal wanted, Cluster known) throws CommandFailure {
    if (wanted instanceof Goal.Drain drain) {
      for (String host : drain.hosts()) {
        if (!known.hasHost(host)) {
          throw new CommandFailure(
              "no host "
                  + host
                  + " in "
                  + cluster
                  + "; its hosts are "
                  + known.hosts().get(0).name()
                  + " to "
                  + known.hosts().get(known.hosts().size() - 1).name());
        }
      }
    }
  }

  private int tell(Outcome outcome) throws IOException {
    if (outcome.plan().isEmpty()) {
      for (Explanation reason : outcome.reasons()) {
        spec.commandLine().getErr().println("transhume: no plan: " + reason.text());
      }
      return ExitCode.NO_PLAN;
    }
    Plan plan = outcome.plan().get();
    Files.writeString(out, lines(plan));
    spec.commandLine()
        .getOut()
        .printf(
            Locale.ROOT,
            "%d moves in %d steps, about %.0f s and %d MiB over the network%n",
            plan.moves().size(),
            plan.steps().size(),
            plan.seconds(),
            plan.mib());
    return ExitCode.OK;
  }

  private static String lines(Plan plan) {
    StringBuilder text = new StringBuilder();
    int number = 0;
    for (Step step : plan.steps()) {
      number++;
      for (Move move : step.moves()) {
        text.append(number).append('\t').append(move.domain());
        text.append('\t').append(move.from()).append('\t').append(move.to()).append('\n');
      }
    }
    return text.toString();
  }

  private String summary(Stopwatch watch, int cap) throws IOException {
    Outcome outcome = watch.outcome();
    Plan plan = outcome.plan().orElse(Plan.NOTHING);
    Cluster after = plan.appliedTo(outcome.before());
    Map<String, Object> told = new LinkedHashMap<>();
    told.put("goal", goal.strip());
    told.put("feasible", outcome.isFeasible());
    told.put("moves", plan.moves().size());
    told.put("steps", plan.steps().size());
    told.put("hostsUsed", Arrays.stream(after.placement()).distinct().count());
    told.put("hostsHot", hot(after, cap));
    told.put("scoreBefore", BalanceScore.of(outcome.before()).score());
    told.put("scoreAfter", BalanceScore.of(after).score());
    told.put("planMillisCold", watch.coldMillis());
    told.put("planMillisWarm", watch.warmMillis());
    told.put("reasons", outcome.reasons().stream().map(Explanation::text).toList());
    return JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT).asString(told) + "\n";
  }

  private static int hot(Cluster after, int cap) {
    long[] demand = new long[after.hosts().size()];
    for (int i = 0; i < after.domains().size(); i++) {
      demand[after.hostOf(i)] += after.domains().get(i).demandPercent();
    }
    int hot = 0;
    for (int i = 0; i < demand.length; i++) {
      hot += demand[i] > (long) after.hosts().get(i).cores() * cap ? 1 : 0;
    }
    return hot;
  }
}
