// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal.preflight;

import java.util.Optional;
import org.transhume.api.model.CopyKind;
import org.transhume.api.mx.MigrationOrder;
import org.transhume.rules.HostGate;
import org.transhume.spi.hypervisor.DomainObservation;
import org.transhume.spi.hypervisor.HostObservation;

/**
 * What a source knows when a domain shall leave.
 *
 * @param order what is asked
 * @param host this host
 * @param look at it, fresh
 * @param moving id of another migration of the same domain; empty when there is none
 * @param stopping whether it is being stopped
 * @param gate what rules say of this host
 */
public record DepartureSituation(
    MigrationOrder order,
    String host,
    HostObservation look,
    String moving,
    boolean stopping,
    HostGate gate) {

  /** The domain under its own name. */
  public Optional<DomainObservation> domain() {
    return look.domains().stream()
        .filter(copy -> copy.identity().uuid().equals(order.domainUuid()))
        .filter(copy -> copy.copyKind() == CopyKind.ORDINARY)
        .findFirst();
  }
}
