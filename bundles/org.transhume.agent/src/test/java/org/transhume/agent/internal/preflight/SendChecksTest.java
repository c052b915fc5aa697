// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.transhume.api.model.CopyKind;
import org.transhume.api.model.DomainState;
import org.transhume.api.model.Explanation;
import org.transhume.api.mx.MigrationOrder;
import org.transhume.spi.hypervisor.DomainObservation;

class SendChecksTest {

  private final Arriving world = new Arriving();

  private List<String> codes(String moving, DomainObservation... copies) {
    return codes(world.order(), moving, copies);
  }

  private List<String> codes(MigrationOrder order, String moving, DomainObservation... copies) {
    return codes(order, moving, false, copies);
  }

  private List<String> codes(
      MigrationOrder order, String moving, boolean stopping, DomainObservation... copies) {
    DepartureSituation situation =
        new DepartureSituation(
            order,
            "a-204-02",
            Arriving.look("a-204-02", 0, List.of(copies)),
            moving,
            stopping,
            world.gate("a-204-02"));
    Findings findings = SendChecks.in(situation);
    assertThat(findings.remarks()).isEmpty();
    assertThat(findings.objections()).allMatch(why -> !why.text().contains("null"));
    return findings.objections().stream().map(Explanation::code).toList();
  }

  private static DomainObservation domain(
      DomainState state, boolean transferring, Explanation... obstacles) {
    return Arriving.copy(
        Arriving.UUID,
        Arriving.NAME,
        CopyKind.ORDINARY,
        128 * Arriving.MEBI,
        state,
        transferring,
        List.of(obstacles));
  }

  @Test
  void shouldLetARunningDomainGo() {
    assertThat(codes("", domain(DomainState.RUNNING, false))).isEmpty();
  }

  @Test
  void shouldRefuseAnOrderForAnotherHost() {
    world.source = "a-204-09";

    assertThat(codes("", domain(DomainState.RUNNING, false))).containsExactly("WRONG_HOST");
  }

  @Test
  void shouldRefuseADomainThatIsNotHere() {
    assertThat(codes("")).containsExactly("UNKNOWN_DOMAIN");
  }

  @Test
  void shouldNotTakeALeftoverForTheDomain() {
    DomainObservation leftover =
        Arriving.copy(Arriving.UUID, Arriving.NAME, CopyKind.MIGRATED_AWAY, Arriving.MEBI);

    assertThat(codes("", leftover)).containsExactly("UNKNOWN_DOMAIN");
  }

  @Test
  void shouldRefuseWhatDoesNotRun() {
    assertThat(codes("", domain(DomainState.PAUSED, false))).containsExactly("DOMAIN_PAUSED");
    for (DomainState state :
        List.of(DomainState.SUSPENDED, DomainState.SHUT_DOWN, DomainState.DYING)) {
      assertThat(codes("", domain(state, false))).containsExactly("DOMAIN_NOT_RUNNING");
    }
  }

  @Test
  void shouldRefuseWhatIsMovedAlreadyByUsOrByHand() {
    assertThat(codes("m-0", domain(DomainState.RUNNING, true))).containsExactly("ALREADY_MOVING");
    assertThat(codes("", domain(DomainState.RUNNING, true))).containsExactly("ALREADY_MOVING");
  }

  @Test
  void shouldRefuseADomainThatARuleKeepsOrPins() {
    world.rules = List.of("domain " + Arriving.UUID + " tag keep");
    assertThat(codes("", domain(DomainState.RUNNING, false))).containsExactly("RULE_KEEP");

    world.rules = List.of("pin " + Arriving.UUID);
    assertThat(codes("", domain(DomainState.RUNNING, false))).containsExactly("RULE_PIN");
  }

  @Test
  void shouldTellEachStandingReason() {
    Explanation device = Explanation.of("PASSED_THROUGH_DEVICE", "The device 0000:03:00.0 is.");
    Explanation boot = Explanation.of("STARTED_AT_BOOT", "This host starts it at boot.");

    assertThat(codes("", domain(DomainState.PAUSED, false, device, boot)))
        .containsExactly("DOMAIN_PAUSED", "PASSED_THROUGH_DEVICE", "STARTED_AT_BOOT");
  }

  @Test
  void shouldRefuseADomainThatIsBeingStopped() {
    assertThat(codes(world.order(), "", true, domain(DomainState.RUNNING, false)))
        .containsExactly("DOMAIN_STOPPING");
  }
}
