// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.transhume.api.model.DomainChange;
import org.transhume.api.model.Explanation;
import org.transhume.api.model.PowerChange;
import org.transhume.api.model.PowerState;
import org.transhume.api.model.Proposal;
import org.transhume.api.model.Refusal;
import org.transhume.api.model.RunState;

class DomainGateTest {

  private static final Explanation WHY = Explanation.of("SURPLUS", "web-3 stops: load is low");

  @Test
  void shouldRefuseEveryStartAndStopWithThePolicysOwnReason() {
    List<PowerChange> power = List.of(new PowerChange("h2", PowerState.OFF, WHY));
    Proposal proposal =
        new Proposal(
            List.of(),
            List.of(),
            List.of(),
            power,
            List.of(new DomainChange("u-3", "web-3", "h1", RunState.STOPPED, WHY)));

    Proposal passing = DomainGate.passing(proposal);

    assertThat(passing.domainChanges()).isEmpty();
    assertThat(passing.powerChanges()).isEqualTo(power);
    assertThat(passing.refusals())
        .containsExactly(
            new Refusal(
                "web-3",
                new Explanation(
                    "NOT_BY_MANAGER",
                    "this manager starts and stops no domain for a policy, which wants web-3"
                        + " STOPPED on h1: web-3 stops: load is low",
                    Map.of("host", "h1", "wanted", "STOPPED"))));
  }

  @Test
  void shouldLeaveAProposalAloneThatStartsAndStopsNothing() {
    assertThat(DomainGate.passing(Proposal.EMPTY)).isSameAs(Proposal.EMPTY);
  }
}
