// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.transhume.api.mx.DecisionSummary;
import org.transhume.api.mx.DecisionsMXBean;
import org.transhume.api.mx.ReplayReport;
import org.transhume.manager.internal.decisions.DecisionStore;
import org.transhume.manager.internal.decisions.DecisionText;
import org.transhume.manager.internal.decisions.RecordedDecision;

/** The recorded decisions, for people. Reading blocks the caller, never the loop. */
final class DecisionsBean implements DecisionsMXBean {

  private static final int LATEST = 100;

  private final Manager manager;
  private final Desk desk;
  private final DecisionStore store;

  DecisionsBean(Manager manager, Desk desk, DecisionStore store) {
    this.manager = manager;
    this.desk = desk;
    this.store = store;
  }

  @Override
  public int getKept() {
    return store.count();
  }

  @Override
  public long getKeptBytes() {
    return store.bytes();
  }

  @Override
  public List<DecisionSummary> getLatest() {
    return store.latest(LATEST);
  }

  @Override
  public String read(String id) {
    try {
      return store
          .read(id)
          .orElseThrow(
              () ->
                  new IllegalArgumentException(
                      "no decision '" + id + "' is recorded; the oldest are forgotten"));
    } catch (IOException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  @Override
  public ReplayReport replay(String id) {
    RecordedDecision recorded = decision(id);
    return desk.await(
        () -> {
          CompletableFuture<ReplayReport> report = new CompletableFuture<>();
          manager
              .rounds()
              .replay(
                  recorded,
                  (version, again) ->
                      report.complete(
                          report(
                              recorded,
                              version,
                              DecisionText.of(recorded.decision()),
                              DecisionText.of(again))),
                  why -> report.completeExceptionally(new IllegalArgumentException(why)));
          return report;
        });
  }

  private RecordedDecision decision(String id) {
    String text = read(id);
    try {
      return DecisionText.read(text);
    } catch (IOException e) {
      throw new IllegalStateException(
          "decision " + id + " was recorded in a way that this version cannot read", e);
    }
  }

  private static ReplayReport report(
      RecordedDecision recorded, String version, String then, String now) {
    return new ReplayReport(
        recorded.id(), recorded.policy(), recorded.version(), version, then.equals(now), then, now);
  }
}
