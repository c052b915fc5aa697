// SPDX-License-Identifier: Apache-2.0
package org.transhume.wrapper.internal;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The one seam between this bundle and the machine's programs. */
@FunctionalInterface
interface CommandRunner {

  /**
   * Runs a program to its end; no shell reads meaning into its arguments.
   *
   * @throws IOException when there is no such program, or it may not be run
   * @throws InterruptedException when the thread was interrupted; the program is killed
   */
  Ended run(Call call) throws IOException, InterruptedException;

  /**
   * What to run.
   *
   * @param vector the program and its arguments
   * @param environment to add to the container's own
   * @param input what it reads
   * @param limit how long it may take before it is killed
   */
  record Call(List<String> vector, Map<String, String> environment, String input, Duration limit) {

    /** Copies the collections. */
    public Call {
      vector = List.copyOf(vector);
      environment = Map.copyOf(environment);
    }
  }

  /**
   * How it ended.
   *
   * @param inTime whether it came to its end by itself
   * @param exitCode its exit status; meaningless when it was killed
   * @param output the beginning of what it printed
   * @param complaint the beginning of what it printed as errors
   */
  record Ended(boolean inTime, int exitCode, String output, String complaint) {

    boolean succeeded() {
      return inTime && exitCode == 0;
    }

    /** What it said, for people. */
    String words() {
      return complaint.isBlank() ? output : complaint;
    }
  }
}
