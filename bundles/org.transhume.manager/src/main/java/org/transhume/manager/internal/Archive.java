// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal;

import java.nio.file.Path;
import org.transhume.manager.internal.decisions.DecisionStore;
import org.transhume.manager.internal.decisions.FileDecisionStore;
import org.transhume.manager.internal.history.HistoryStore;

/**
 * What a manager keeps for people alone: nothing is decided by it, and nothing waits for it.
 *
 * @param decisions of policies
 * @param history of migrations
 */
record Archive(DecisionStore decisions, HistoryStore history) implements AutoCloseable {

  private static final int DECISIONS = 1000;
  private static final long DECISION_BYTES = 256L << 20;

  /** The archive of a manager whose data are in that folder. */
  static Archive in(Path folder) {
    return new Archive(
        new FileDecisionStore(folder.resolve("decisions"), DECISIONS, DECISION_BYTES),
        HistoryStore.in(folder.resolve("history")));
  }

  @Override
  public void close() {
    decisions.close();
    history.close();
  }
}
