// SPDX-License-Identifier: Apache-2.0
package org.transhume.workload.internal.load;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.transhume.workload.internal.Arguments;
import org.transhume.workload.internal.ExitCode;
import org.transhume.workload.internal.Lines;
import org.transhume.workload.internal.Program;
import org.transhume.workload.internal.UsageException;

/**
 * Holds the load average over one minute for some seconds, by threads that compute. In ten seconds
 * that average covers 15 % of a step, so what was reached is told beside what was wanted.
 */
public final class LoadControl implements Program {

  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private final Pinning pinning;
  private final Second second;

  /** How a second passes. */
  interface Second {
    void await() throws InterruptedException;
  }

  /** How the load may be made wrong. */
  private enum Sabotage {
    NONE,
    IDLE
  }

  /** In real time. */
  public LoadControl() {
    this(new Pinning(), () -> TimeUnit.SECONDS.sleep(1));
  }

  /** For tests: in a time of their own. */
  LoadControl(Pinning pinning, Second second) {
    this.pinning = pinning;
    this.second = second;
  }

  @Override
  public String usage() {
    return "load-control TARGET CPU SECONDS [--own-load] [--sabotage KIND]";
  }

  @Override
  public int run(Arguments arguments, Lines lines)
      throws UsageException, IOException, InterruptedException {
    ThreadTarget target = new ThreadTarget(arguments.number("TARGET", 0, 256));
    long cpu = arguments.whole("CPU", 0, 4095);
    long seconds = Math.max(1, arguments.secondsInNanos() / SECOND);
    boolean idle = arguments.sabotage(Sabotage.NONE) == Sabotage.IDLE;
    LoadAverage average = arguments.has("--own-load") ? new OwnLoad() : new SystemLoad();
    String pinned = pinning.pin(cpu).orElse("");
    lines.print("measuring", average.name());
    lines.print(pinned.isEmpty() ? "pinned" : "unpinned", pinned.isEmpty() ? cpu : pinned);
    double reached = 0;
    try (ComputingThreads threads = new ComputingThreads()) {
      for (long passed = 0; passed < seconds; passed++) {
        threads.resize(idle ? 0 : target.next(threads.size(), reached));
        second.await();
        reached = average.afterSecond(threads.size());
        lines.print("load", System.currentTimeMillis(), reached, threads.size());
      }
    }
    lines.print("reached", target.target(), reached);
    return ExitCode.OK;
  }
}
