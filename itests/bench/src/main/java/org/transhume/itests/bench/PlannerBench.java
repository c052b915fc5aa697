// SPDX-License-Identifier: Apache-2.0
package org.transhume.itests.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.transhume.planner.BalanceScore;
import org.transhume.planner.Cluster;
import org.transhume.planner.Goal;
import org.transhume.planner.Limits;
import org.transhume.planner.Outcome;
import org.transhume.planner.Plan;
import org.transhume.planner.Planner;
import org.transhume.planner.check.PlanChecker;
import org.transhume.planner.constraint.Constraint;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The planner on instances of a folder, judged by the checker; hbal beside it when it is here. */
@Command(
    name = "planner",
    description = {
      "Plans each instance of a folder: hotN is relieved, freeN evened out, consN consolidated.",
      "Cold is the first call in a Java of its own, warm the median of calls 20 to 120, both without",
      "reading the file. Each plan is judged at every step by a checker that shares nothing with the",
      "search. With --hbal, hbal evens out freeN from the same start, and judges both results."
    },
    mixinStandardHelpOptions = true)
final class PlannerBench implements Callable<Integer> {

  private static final int CALLS = 120;
  private static final int FIRST_WARM = 20;
  private static final int CAP = 80;
  private static final int CAP_WHEN_PACKING = 100;
  private static final double NANOS_PER_MILLI = 1e6;

  @Mixin private Figures figures;

  @Option(
      names = "--data",
      required = true,
      paramLabel = "DIR",
      description = "Where instances are; `bench planner-instances` draws some.")
  private Path data;

  @Option(names = "--only", split = ",", paramLabel = "NAME", description = "These instances.")
  private List<String> only = List.of();

  @Option(names = "--starts", defaultValue = "5", description = "Cold calls; ${DEFAULT-VALUE}.")
  private int starts;

  @Option(
      names = "--hbal",
      description = {
        "Run hbal, too: to its end up to 40 hosts, one step up to 200. It takes minutes. Where hbal",
        "is absent: apt-get install ganeti-htools"
      })
  private boolean hbal;

  @Override
  public Integer call() throws Exception {
    return figures.around("planner", this::measure);
  }

  private Void measure() throws Exception {
    List<Path> files;
    try (Stream<Path> all = Files.list(data)) {
      files = all.filter(PlannerBench::isInstance).sorted().toList();
    }
    for (Path file : files) {
      PlannerInstance instance = PlannerInstance.read(file);
      if (only.isEmpty() || only.contains(instance.name())) {
        plan(file, instance);
      }
    }
    return null;
  }

  private static boolean isInstance(Path file) {
    return file.getFileName().toString().matches("(hot|free|cons)\\d+\\.tsv");
  }

  static Goal goal(PlannerInstance instance) {
    if (instance.name().startsWith("hot")) {
      return new Goal.Relieve();
    }
    return instance.name().startsWith("free") ? new Goal.Balance() : new Goal.Consolidate();
  }

  static List<Constraint> constraints(PlannerInstance instance) {
    return instance.constraints(instance.name().startsWith("cons") ? CAP_WHEN_PACKING : CAP);
  }

  private void plan(Path file, PlannerInstance instance) throws Exception {
    Goal goal = goal(instance);
    List<Constraint> constraints = constraints(instance);
    Planner planner = new Planner();
    double[] millis = new double[CALLS];
    double[] processor = new double[CALLS];
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    Outcome outcome = null;
    for (int i = 0; i < CALLS; i++) {
      long spent = threads.getCurrentThreadCpuTime();
      long start = System.nanoTime();
      outcome = planner.plan(instance.cluster(), goal, constraints);
      processor[i] = (threads.getCurrentThreadCpuTime() - spent) / NANOS_PER_MILLI;
      millis[i] = (System.nanoTime() - start) / NANOS_PER_MILLI;
    }
    Plan plan = outcome.plan().orElseThrow();
    figures.say(instance.name() + ", " + goal.name());
    put(instance, "warm", warm(millis), "ms", "");
    put(instance, "warm, processor time", warm(processor), "ms", "");
    Cold cold = cold(file);
    put(instance, "cold", cold.millis(), "ms", "");
    put(instance, "cold, processor time", cold.processorMillis(), "ms", "");
    put(instance, "moves", plan.moves().size(), "", bound(instance, outcome));
    put(instance, "steps", plan.steps().size(), "", "");
    put(
        instance,
        "hosts used",
        hostsUsed(outcome.after()),
        "",
        instance.name().startsWith("cons")
            ? "bound " + instance.fewestHosts(CAP_WHEN_PACKING)
            : "");
    put(instance, "score", BalanceScore.of(outcome.after()).score(), "", "");
    put(instance, "broken constraints at any step", broken(instance, plan, constraints), "", "0");
    Outcome again = planner.plan(outcome.after(), goal, constraints);
    put(instance, "moves when asked again", again.plan().orElseThrow().moves().size(), "", "0");
    if (hbal && instance.name().startsWith("free") && instance.cluster().hosts().size() <= 200) {
      besideHbal(instance, outcome.after());
    }
  }

  private void put(PlannerInstance instance, String name, double value, String unit, String goal) {
    figures.put(instance.name() + ": " + name, value, unit, goal);
  }

  private static String bound(PlannerInstance instance, Outcome outcome) {
    if (instance.name().startsWith("hot")) {
      double fewest = instance.fewestToRelieve(CAP);
      return "<= " + ((int) Math.ceil(1.05 * fewest) + instance.misplaced());
    }
    int used = hostsUsed(outcome.after());
    return instance.name().startsWith("cons")
        ? "at least " + instance.fewestMovesTo(used) + " for as many hosts"
        : "";
  }

  static int hostsUsed(Cluster cluster) {
    return (int) Arrays.stream(cluster.placement()).distinct().count();
  }

  private static int broken(PlannerInstance instance, Plan plan, List<Constraint> constraints) {
    PlanChecker checker = new PlanChecker(constraints, Limits.DEFAULT);
    Cluster after = plan.appliedTo(instance.cluster());
    // What balance does not ask for, and finds as it is, is no fault of its plan.
    int inTheEnd = instance.name().startsWith("free") ? 0 : checker.placement(after).size();
    return checker.plan(instance.cluster(), plan).size() + inTheEnd;
  }

  private static double warm(double[] calls) {
    return new Quantiles(Arrays.copyOfRange(calls, FIRST_WARM - 1, CALLS)).median();
  }

  /**
   * The first call of a process.
   *
   * @param millis by the clock
   * @param processorMillis of the thread that called
   */
  private record Cold(double millis, double processorMillis) {}

  private Cold cold(Path file) throws IOException, InterruptedException {
    List<Double> millis = new ArrayList<>();
    List<Double> processor = new ArrayList<>();
    for (int i = 0; i < starts; i++) {
      Process process = Machine.java(List.of(), "planner-cold", file.toString()).start();
      String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IOException("planner-cold ended with exit code " + process.exitValue());
      }
      millis.add(Machine.numbers(told).get(0));
      processor.add(Machine.numbers(told).get(1));
    }
    return new Cold(Quantiles.of(millis).median(), Quantiles.of(processor).median());
  }

  private void besideHbal(PlannerInstance instance, Cluster ours) throws Exception {
    Path folder = Files.createTempDirectory("transhume-bench-hbal-");
    try {
      Path before =
          Files.writeString(folder.resolve("before"), instance.htools(instance.cluster()));
      Path after = Files.writeString(folder.resolve("after"), instance.htools(ours));
      boolean small = instance.cluster().hosts().size() <= 40;
      Hbal whole = Hbal.run(before, small ? "1000000" : "1");
      put(
          instance,
          "hbal, processor time" + (small ? "" : " of one step"),
          whole.seconds(),
          "s",
          "");
      put(instance, "hbal, moves", whole.moves(), "", "");
      put(instance, "hbal, score", whole.score(), "", "");
      put(instance, "ours, judged by hbal -l 0", Hbal.run(after, "0").score(), "", "");
    } finally {
      Figures.remove(folder);
    }
  }
}
