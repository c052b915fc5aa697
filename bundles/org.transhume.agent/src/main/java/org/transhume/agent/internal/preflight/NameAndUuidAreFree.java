// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal.preflight;

import java.util.List;
import java.util.Map;
import org.transhume.api.model.Explanation;
import org.transhume.api.mx.MigrationOrder;
import org.transhume.spi.hypervisor.DomainObservation;

/**
 * No copy of any domain at the target has the name or the uuid. xl finds that out only after the
 * transfer, with the guest suspended.
 */
record NameAndUuidAreFree() implements PreflightCheck<ArrivalSituation> {

  @Override
  public Manual manual() {
    return new Manual(
        "name and uuid free",
        List.of("UUID_IN_USE", "NAME_IN_USE"),
        "name and uuid with those of every copy at the target, `--incoming` and `--migratedaway`"
            + " ones included",
        "find out what that copy is; a leftover of a migration is a repair task, another domain"
            + " needs another name");
  }

  @Override
  public Findings in(ArrivalSituation situation) {
    return Findings.against(
        situation.here().look().domains().stream()
            .filter(copy -> collides(situation.order(), copy))
            .map(copy -> objection(situation, copy))
            .toList());
  }

  private static boolean collides(MigrationOrder order, DomainObservation copy) {
    return hasUuid(order, copy) || copy.baseName().equals(order.domain());
  }

  private static boolean hasUuid(MigrationOrder order, DomainObservation copy) {
    return copy.identity().uuid().equals(order.domainUuid());
  }

  private static Explanation objection(ArrivalSituation situation, DomainObservation copy) {
    return new Explanation(
        hasUuid(situation.order(), copy) ? "UUID_IN_USE" : "NAME_IN_USE",
        situation.host()
            + " already has "
            + copy.identity()
            + ", "
            + copy.copyKind()
            + " and "
            + copy.state(),
        Map.of("host", situation.host(), "domain", copy.identity().name()));
  }
}
