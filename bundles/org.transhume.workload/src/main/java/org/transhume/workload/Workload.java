// SPDX-License-Identifier: Apache-2.0
package org.transhume.workload;

import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import org.transhume.workload.internal.Arguments;
import org.transhume.workload.internal.ExitCode;
import org.transhume.workload.internal.Lines;
import org.transhume.workload.internal.Program;
import org.transhume.workload.internal.Programs;
import org.transhume.workload.internal.UsageException;

/** Where each of the programs begins. */
public final class Workload {

  private Workload() {}

  /** Runs the program that the first argument names and ends the process with its exit code. */
  public static void main(String... arguments) {
    System.exit(run(System.out, System.err, arguments));
  }

  /** Runs the program that the first argument names and returns its exit code. */
  static int run(PrintStream out, PrintStream err, String... arguments) {
    try {
      Program program = Programs.named(arguments.length == 0 ? "" : arguments[0]);
      List<String> own = List.of(arguments).subList(1, arguments.length);
      return program.run(Arguments.of(program.usage(), own), new Lines(out));
    } catch (UsageException e) {
      err.println("workload: " + e.getMessage());
      return ExitCode.USAGE;
    } catch (IOException e) {
      String reason = e.toString().replaceAll("\\s+", " ").strip();
      err.println("workload: " + arguments[0] + ": " + reason);
      return ExitCode.BROKEN_OFF;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return ExitCode.BROKEN_OFF;
    }
  }
}
