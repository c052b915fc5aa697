// SPDX-License-Identifier: Apache-2.0
package org.transhume.hypervisor.xl.internal;

import java.nio.file.Path;
import java.util.function.Consumer;
import org.transhume.spi.hypervisor.HypervisorException;
import org.transhume.spi.hypervisor.Reason;

/** The one seam between this bundle and the machine's programs. */
interface CommandRunner {

  /**
   * Runs a command to its end.
   *
   * @throws HypervisorException with {@link Reason#NOT_AVAILABLE} where there is no such program,
   *     {@link Reason#NOT_PRIVILEGED} where it may not be run, {@link Reason#TIMED_OUT} and {@link
   *     Reason#OUTPUT_TOO_LARGE} where it had to be ended; a bad exit status is no exception
   */
  CommandResult run(Command command) throws HypervisorException;

  /**
   * Starts a command that goes on by itself. Its time limit is the caller's to keep.
   *
   * @param directory where it runs
   * @param onLine hears each line that it prints, on a thread of the runner's, as soon as it comes
   */
  RunningCommand start(Command command, Path directory, Consumer<String> onLine)
      throws HypervisorException;
}
