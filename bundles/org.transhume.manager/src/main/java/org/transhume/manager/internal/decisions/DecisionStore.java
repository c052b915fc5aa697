// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal.decisions;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.transhume.api.mx.DecisionSummary;

/** Keeps the last decisions, and forgets the oldest. Any thread may call it. */
public interface DecisionStore extends AutoCloseable {

  /**
   * Keeps a decision. Returns at once.
   *
   * @return done when it is kept; an {@link IOException} when it could not be
   */
  CompletionStage<Void> keep(RecordedDecision decision);

  /** The last ones, the newest first; may block while the disk is read. */
  List<DecisionSummary> latest(int most);

  /** How many are kept. */
  int count();

  /** What they take. */
  long bytes();

  /**
   * The text of a decision; blocks while the disk is read.
   *
   * @return empty when none of that id is kept
   * @throws IOException naming the file that cannot be read
   */
  Optional<String> read(String id) throws IOException;

  @Override
  void close();
}
