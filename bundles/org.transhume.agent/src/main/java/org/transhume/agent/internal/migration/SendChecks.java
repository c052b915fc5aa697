// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal.migration;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.transhume.api.model.CopyKind;
import org.transhume.api.model.DomainState;
import org.transhume.api.model.Explanation;
import org.transhume.api.mx.MigrationOrder;
import org.transhume.spi.hypervisor.DomainObservation;
import org.transhume.spi.hypervisor.HostObservation;

/**
 * What a source looks at before it sends. All that speaks against it is told, not only the first
 * thing.
 *
 * @param host this host
 * @param look at it, fresh
 * @param moving id of another migration of the same domain; empty when there is none
 */
record SendChecks(String host, HostObservation look, String moving) {

  List<Explanation> against(MigrationOrder order) {
    List<Explanation> reasons = new ArrayList<>();
    if (!order.source().equals(host)) {
      reasons.add(
          Explanation.of("WRONG_HOST", "this is " + host + ", not the source " + order.source()));
    }
    if (!moving.isEmpty()) {
      reasons.add(
          new Explanation(
              "ALREADY_MOVING",
              order.domain() + " is already moved by migration " + moving,
              Map.of("domain", order.domain(), "migration", moving)));
    }
    Optional<DomainObservation> domain = domain(look, order.domainUuid());
    if (domain.isEmpty()) {
      reasons.add(
          new Explanation(
              "UNKNOWN_DOMAIN",
              host + " has no domain " + order.domain() + " (" + order.domainUuid() + ")",
              Map.of("host", host, "domain", order.domain())));
    }
    domain.ifPresent(found -> addState(found, reasons));
    return reasons;
  }

  /** The domain under its own name. */
  static Optional<DomainObservation> domain(HostObservation look, String uuid) {
    return look.domains().stream()
        .filter(copy -> copy.identity().uuid().equals(uuid))
        .filter(copy -> copy.copyKind() == CopyKind.ORDINARY)
        .findFirst();
  }

  private void addState(DomainObservation domain, List<Explanation> reasons) {
    String name = domain.identity().name();
    if (domain.state() == DomainState.PAUSED) {
      reasons.add(
          Explanation.of(
              "DOMAIN_PAUSED",
              name + " is paused: a paused guest cannot suspend. Unpause it first"));
    } else if (!domain.state().isRunning()) {
      reasons.add(Explanation.of("DOMAIN_NOT_RUNNING", name + " is " + domain.state()));
    }
    if (domain.transferring()) {
      reasons.add(
          Explanation.of(
              "ALREADY_MOVING",
              "a tool that was not started here moves or saves " + name + "; wait until it ends"));
    }
    reasons.addAll(domain.obstacles());
  }
}
