// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal.preflight;

import java.util.List;
import java.util.Optional;
import org.transhume.api.model.HostState;
import org.transhume.api.mx.MigrationOrder;
import org.transhume.spi.hypervisor.HostObservation;
import org.transhume.spi.hypervisor.HostResource;
import org.transhume.spi.hypervisor.SourceFacts;
import org.transhume.spi.hypervisor.TargetFacts;

/**
 * What a target knows when a domain shall arrive.
 *
 * @param order what is asked
 * @param here this host
 * @param promised what it has promised to others
 * @param source what the source has told
 * @param target what this host has for such a domain
 * @param clocks both hosts' clocks, if the source told its own
 */
public record ArrivalSituation(
    MigrationOrder order,
    Here here,
    Reservations.Promised promised,
    SourceFacts source,
    TargetFacts target,
    Optional<ClockReading> clocks) {

  /**
   * The host itself.
   *
   * @param host its name
   * @param state what it is there for
   * @param look at it, fresh
   * @param reserveBytes memory that must stay free
   * @param arrivalsAtOnce most domains that may arrive at a time
   * @param acceptsStreams whether streams of migrations can come in
   */
  public record Here(
      String host,
      HostState state,
      HostObservation look,
      long reserveBytes,
      int arrivalsAtOnce,
      boolean acceptsStreams) {}

  String host() {
    return here.host();
  }

  /** A wanted thing as it is here; empty when it is not here, or nobody can tell. */
  Optional<HostResource> found(HostResource wanted) {
    return target.resources().stream()
        .flatMap(List::stream)
        .filter(
            resource -> resource.kind() == wanted.kind() && resource.name().equals(wanted.name()))
        .findFirst();
  }
}
