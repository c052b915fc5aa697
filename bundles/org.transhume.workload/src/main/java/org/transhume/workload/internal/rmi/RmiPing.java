// SPDX-License-Identifier: Apache-2.0
package org.transhume.workload.internal.rmi;

import java.io.IOException;
import org.transhume.workload.internal.Arguments;
import org.transhume.workload.internal.ExitCode;
import org.transhume.workload.internal.Lines;
import org.transhume.workload.internal.Program;
import org.transhume.workload.internal.UsageException;

/** Calls {@code pingPong} again and again, each call when the one before has been answered. */
public final class RmiPing implements Program {

  @Override
  public String usage() {
    return "rmi-ping ADDRESS PORT BYTES PERIOD_MS SECONDS";
  }

  @Override
  public int run(Arguments arguments, Lines lines)
      throws UsageException, IOException, InterruptedException {
    long periodMillis = arguments.whole("PERIOD_MS", 0, 60_000);
    long nanos = arguments.secondsInNanos();
    Caller caller = Caller.of(arguments);
    long begun = System.nanoTime();
    long faults = 0;
    while (System.nanoTime() - begun < nanos) {
      long calledAt = System.currentTimeMillis();
      double millis = -1;
      String fault = "";
      try {
        millis = caller.millis();
      } catch (IOException e) {
        fault = e.getMessage();
      }
      if (fault.isEmpty()) {
        lines.print("call", caller.bytes(), millis, calledAt);
      } else {
        faults++;
        lines.print("fault", "call", fault, calledAt);
      }
      Thread.sleep(periodMillis);
    }
    return faults == 0 ? ExitCode.OK : ExitCode.FAULT;
  }
}
