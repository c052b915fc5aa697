// SPDX-License-Identifier: Apache-2.0
package org.transhume.campaign.report;

import java.util.List;

/**
 * What became of one test.
 *
 * @param id such as {@code T2}
 * @param on where it ran: {@code simulator}, {@code lab} or {@code cluster}
 * @param verdict follows from findings and cause, see {@link Verdict#of}; or {@code NOT_RUN}
 * @param statement what is to be shown, one sentence or two
 * @param requirements what it covers, such as {@code EF1}
 * @param programs what ran, with its arguments
 * @param course what happened, in the order of time
 * @param findings the observed against the expected
 * @param problem what went wrong or which means is missing; empty when nothing did
 * @param cause why, as far as the test can tell; empty when nothing went wrong
 * @param plots pictures of what was measured
 * @param comparisons figures of 2008 beside ours
 */
public record TestResult(
    String id,
    String on,
    Verdict verdict,
    String statement,
    List<String> requirements,
    List<String> programs,
    List<Event> course,
    List<Finding> findings,
    String problem,
    String cause,
    List<Plot> plots,
    List<Comparison> comparisons) {

  /** Copies the lists and refuses a verdict that contradicts them. */
  public TestResult {
    requirements = List.copyOf(requirements);
    programs = List.copyOf(programs);
    course = List.copyOf(course);
    findings = List.copyOf(findings);
    plots = List.copyOf(plots);
    comparisons = List.copyOf(comparisons);
    if (verdict == Verdict.NOT_RUN) {
      if (problem.isBlank()) {
        throw new IllegalArgumentException(id + " was not run, and its problem does not say why");
      }
    } else if (verdict != Verdict.of(findings, cause)) {
      throw new IllegalArgumentException(id + " cannot be " + verdict + " with " + findings);
    }
  }
}
