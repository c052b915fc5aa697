// SPDX-License-Identifier: Apache-2.0
package org.transhume.simulation.internal.service;

import java.util.Objects;

/**
 * What a service came to.
 *
 * @param requests what became of requests
 * @param sessions what became of sessions
 * @param times how long answers took
 * @param replicasMean how many replicas served, over the day
 * @param starts replicas that were started
 * @param stops replicas that were stopped
 */
public record ServiceTotals(
    Requests requests, Sessions sessions, Times times, double replicasMean, int starts, int stops) {

  /** Requires what became of all. */
  public ServiceTotals {
    Objects.requireNonNull(requests, "requests");
    Objects.requireNonNull(sessions, "sessions");
    Objects.requireNonNull(times, "times");
  }

  /**
   * Requests; what came in was answered, lost or is still there.
   *
   * @param arrived that came in
   * @param answered that were answered
   * @param lost whose users gave up, or whose replica stopped
   * @param open that are worked on
   */
  public record Requests(double arrived, double answered, double lost, double open) {}

  /**
   * Sessions; what began has ended, was lost or is still there.
   *
   * @param begun that began, those again whose users had lost one
   * @param ended that ended as their users liked
   * @param lost whose replica stopped before
   * @param open that go on
   */
  public record Sessions(double begun, double ended, double lost, double open) {}

  /**
   * Response times, in seconds.
   *
   * @param mean of all answers
   * @param most95 what 95 of 100 answers took at most
   * @param most99 what 99 of 100 answers took at most
   */
  public record Times(double mean, double most95, double most99) {}
}
