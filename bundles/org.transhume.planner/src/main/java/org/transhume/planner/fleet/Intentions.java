// SPDX-License-Identifier: Apache-2.0
package org.transhume.planner.fleet;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.transhume.api.model.DomainSnapshot;
import org.transhume.api.model.Explanation;
import org.transhume.api.model.Move;
import org.transhume.api.model.Refusal;
import org.transhume.planner.Cluster;
import org.transhume.planner.Plan;

/**
 * What a policy comes to want while it decides: the moves of the plans that it takes and what it
 * refuses, each with its reason; and the cluster as it would be then.
 */
public final class Intentions {

  private final Fleet fleet;
  private final List<Move> moves = new ArrayList<>();
  private final List<Refusal> refusals = new ArrayList<>();
  private Cluster cluster;

  /** Nothing yet. */
  public Intentions(Fleet fleet) {
    this.fleet = fleet;
    this.cluster = fleet.cluster();
  }

  /** As it would be after all that was taken. */
  public Cluster cluster() {
    return cluster;
  }

  /** What hosts are expected to want then, as a share of their processors. */
  public Map<String, Double> loads() {
    return fleet.loads(cluster);
  }

  /**
   * Takes all moves of a plan.
   *
   * @param code why, in one word
   * @param why the same of a source in a sentence's beginning
   * @param gain of each move; what its source is relieved of where that is more
   */
  public void take(Plan plan, String code, UnaryOperator<String> why, double gain) {
    Map<String, Double> before = loads();
    cluster = plan.appliedTo(cluster);
    Map<String, Double> after = loads();
    plan.moves()
        .forEach(
            move -> {
              DomainSnapshot domain = fleet.domain(move.domain());
              moves.add(
                  new Move(
                      domain.uuid(),
                      domain.name(),
                      move.from(),
                      move.to(),
                      reason(
                          code,
                          why.apply(move.from()) + ": " + domain.name() + " goes to " + move.to(),
                          before.get(move.from()),
                          after.get(move.from()),
                          before.get(move.to()),
                          after.get(move.to())),
                      Math.max(gain, before.get(move.from()) - after.get(move.from())),
                      domain.memoryBytes()));
            });
  }

  private static Explanation reason(
      String code,
      String text,
      double sourceBefore,
      double sourceAfter,
      double targetBefore,
      double targetAfter) {
    return new Explanation(
        code,
        text
            + ", which is expected to go from "
            + share(targetBefore)
            + " to "
            + share(targetAfter),
        Map.of(
            "sourceBefore", share(sourceBefore),
            "sourceAfter", share(sourceAfter),
            "targetBefore", share(targetBefore),
            "targetAfter", share(targetAfter)));
  }

  /** Says why something is not done. */
  public void refuse(String subject, Explanation reason) {
    refusals.add(new Refusal(subject, fleet.named(reason)));
  }

  /** What should move. */
  public List<Move> moves() {
    return List.copyOf(moves);
  }

  /** What should not. */
  public List<Refusal> refusals() {
    return List.copyOf(refusals);
  }

  /** A share as people read it. */
  public static String share(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }
}
