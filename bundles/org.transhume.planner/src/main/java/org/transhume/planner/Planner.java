// SPDX-License-Identifier: Apache-2.0
package org.transhume.planner;

import java.util.Collection;
import java.util.Objects;
import org.transhume.planner.constraint.Constraint;
import org.transhume.planner.internal.Search;

/**
 * Plans. The same question always has the same answer, in whatever order hosts, domains and
 * constraints were given; and the same goal asked again of the planned cluster moves nothing. Safe
 * for use by several threads.
 */
public final class Planner {

  private final Limits limits;

  /** A planner with {@link Limits#DEFAULT}. */
  public Planner() {
    this(Limits.DEFAULT);
  }

  /** A planner whose plans keep these limits. */
  public Planner(Limits limits) {
    this.limits = Objects.requireNonNull(limits, "limits");
  }

  /**
   * Looks for a plan. What a constraint says about domains, hosts or groups that are not there
   * means nothing.
   *
   * @throws java.util.NoSuchElementException when the goal names a host that is not there
   */
  public Outcome plan(Cluster cluster, Goal goal, Collection<? extends Constraint> constraints) {
    return new Search(cluster, goal, constraints, limits).outcome();
  }

  /**
   * Looks for the host that has most room left with a new domain on it. Nothing else moves.
   *
   * @throws IllegalArgumentException when a domain of that name is there
   */
  public Placement place(
      Cluster cluster, Domain domain, Collection<? extends Constraint> constraints) {
    return Search.place(cluster, domain, constraints, limits);
  }
}
