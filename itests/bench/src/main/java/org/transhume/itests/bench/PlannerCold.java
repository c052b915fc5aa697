// SPDX-License-Identifier: Apache-2.0
package org.transhume.itests.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.transhume.planner.Goal;
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
    long start = System.nanoTime();
    new Planner().plan(instance.cluster(), goal, constraints);
    System.out.println((System.nanoTime() - start) / 1e6);
    return 0;
  }
}
