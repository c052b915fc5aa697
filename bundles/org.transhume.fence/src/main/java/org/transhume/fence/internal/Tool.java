// SPDX-License-Identifier: Apache-2.0
package org.transhume.fence.internal;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** The one seam between this bundle and the machine's programs. */
@FunctionalInterface
interface Tool {

  /**
   * Runs a program to its end; no shell reads meaning into its arguments.
   *
   * @param command the program and its arguments
   * @param limit how long it may take before it is killed
   * @throws IOException when there is no such program, or it may not be run
   * @throws InterruptedException when the thread was interrupted; the program is killed
   */
  Ended run(List<String> command, Duration limit) throws IOException, InterruptedException;

  /**
   * How it ended.
   *
   * @param inTime whether it came to its end by itself
   * @param exitCode its exit status; meaningless when it was killed
   * @param output the end of what it printed, on either stream
   */
  record Ended(boolean inTime, int exitCode, String output) {

    boolean succeeded() {
      return inTime && exitCode == 0;
    }
  }
}
