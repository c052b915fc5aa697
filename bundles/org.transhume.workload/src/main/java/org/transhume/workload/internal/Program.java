// SPDX-License-Identifier: Apache-2.0
package org.transhume.workload.internal;

import java.io.IOException;

/** One of the programs. A thread that is interrupted leaves it soon. */
public interface Program {

  /** How it is called, in one line that {@link Arguments} reads. */
  String usage();

  /**
   * Runs it to its end.
   *
   * @return one of {@link ExitCode}
   * @throws UsageException when an argument is not what it must be
   * @throws IOException when network or disk fail in a way that the program is not there to watch
   */
  int run(Arguments arguments, Lines lines)
      throws UsageException, IOException, InterruptedException;
}
