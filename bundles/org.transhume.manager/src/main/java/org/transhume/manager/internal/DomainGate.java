// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.transhume.api.model.DomainChange;
import org.transhume.api.model.Explanation;
import org.transhume.api.model.Proposal;
import org.transhume.api.model.Refusal;

/**
 * What policies want started and stopped. This manager does neither, and says so of each wish: an
 * operator who agrees stops or creates the domain.
 */
final class DomainGate {

  private DomainGate() {}

  /** The same with every start and stop refused. */
  static Proposal passing(Proposal proposal) {
    if (proposal.domainChanges().isEmpty()) {
      return proposal;
    }
    List<Refusal> refusals = new ArrayList<>(proposal.refusals());
    for (DomainChange change : proposal.domainChanges()) {
      refusals.add(
          new Refusal(
              change.domain(),
              new Explanation(
                  "NOT_BY_MANAGER",
                  "this manager starts and stops no domain for a policy, which wants "
                      + change.domain()
                      + " "
                      + change.wanted()
                      + " on "
                      + change.host()
                      + ": "
                      + change.reason().text(),
                  Map.of("host", change.host(), "wanted", change.wanted().name()))));
    }
    return new Proposal(
        proposal.moves(), refusals, proposal.repairs(), proposal.powerChanges(), List.of());
  }
}
