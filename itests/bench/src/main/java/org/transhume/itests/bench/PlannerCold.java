// SPDX-License-Identifier: Apache-2.0
package org.transhume.itests.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.transhume.planner.Goal;
import org.transhume.planner.Outcome;
import org.transhume.planner.Planner;
import org.transhume.planner.constraint.Constraint;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** The first call of a process. */
@Command(name = "planner-cold", hidden = true, description = "A process of the bench planner.")
final class PlannerCold implements Callable<Integer> {

  @Parameters(paramLabel = "FILE")
  private Path file;

  @Override
  public Integer call() throws Exception {
    PlannerInstance instance = PlannerInstance.read(file);
    Goal goal = PlannerBench.goal(instance);
    List<Constraint> constraints = PlannerBench.constraints(instance);
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long spent = threads.getCurrentThreadCpuTime();
    long start = System.nanoTime();
    Outcome outcome = new Planner().plan(instance.cluster(), goal, constraints);
    long end = System.nanoTime();
    long spentInTheEnd = threads.getCurrentThreadCpuTime();
    System.out.println((end - start) / 1e6 + " " + (spentInTheEnd - spent) / 1e6);
    return outcome.isFeasible() ? 0 : 1;
  }
}
