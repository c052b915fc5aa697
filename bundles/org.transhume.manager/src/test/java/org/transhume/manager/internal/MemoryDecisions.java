// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.transhume.api.mx.DecisionSummary;
import org.transhume.manager.internal.decisions.DecisionStore;
import org.transhume.manager.internal.decisions.DecisionText;
import org.transhume.manager.internal.decisions.RecordedDecision;

/** The last decisions in memory, the newest first; a disk that is full when a test says so. */
final class MemoryDecisions implements DecisionStore {

  private static final int MOST = 100;

  final Deque<RecordedDecision> kept = new ArrayDeque<>();
  boolean full;

  @Override
  public CompletionStage<Void> keep(RecordedDecision decision) {
    if (full) {
      return CompletableFuture.failedFuture(new IOException("No space left on device"));
    }
    kept.addFirst(decision);
    if (kept.size() > MOST) {
      kept.removeLast();
    }
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public List<DecisionSummary> latest(int most) {
    return kept.stream().limit(most).map(RecordedDecision::summary).toList();
  }

  @Override
  public int count() {
    return kept.size();
  }

  @Override
  public long bytes() {
    return 0;
  }

  @Override
  public Optional<String> read(String id) {
    return kept.stream().filter(one -> one.id().equals(id)).findFirst().map(DecisionText::of);
  }

  @Override
  public void close() {}
}
