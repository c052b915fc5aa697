// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal.preflight;

import java.util.List;

/**
 * What a source looks at before it sends. All that speaks against it is told, not only the first
 * thing.
 */
public final class SendChecks {

  /** In the order in which their findings are told. */
  static final List<PreflightCheck<DepartureSituation>> ALL =
      List.of(
          new RightSource(),
          new DomainIsHere(),
          new DomainRuns(),
          new DomainIsNotMoved(),
          new DomainIsNotStopping(),
          new NothingHoldsIt(),
          new DomainIsNotKept(),
          new DomainIsNotPinned());

  private SendChecks() {}

  /** What they find. */
  public static Findings in(DepartureSituation situation) {
    return Findings.of(ALL, situation);
  }
}
