// SPDX-License-Identifier: Apache-2.0
package org.transhume.hypervisor.xl.internal;

import java.util.concurrent.CompletionStage;

/** A command under way. */
interface RunningCommand {

  /**
   * Completes with the exit status, after the last line that it printed was heard, or soon after
   * its end where another process keeps its pipe open. A signal counts as 128 and its number.
   */
  CompletionStage<Integer> exit();

  /** Whether it still runs. */
  boolean isAlive();

  /** Ends it and what it started, at once. */
  void kill();
}
