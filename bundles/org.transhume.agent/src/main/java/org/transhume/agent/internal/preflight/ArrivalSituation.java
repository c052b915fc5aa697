// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal.preflight;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.transhume.api.model.CopyKind;
import org.transhume.api.model.HostState;
import org.transhume.api.mx.MigrationOrder;
import org.transhume.rules.HostGate;
import org.transhume.spi.hypervisor.DomainObservation;
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
 * @param gate what rules say of this host
 */
public record ArrivalSituation(
    MigrationOrder order,
    Here here,
    Reservations.Promised promised,
    SourceFacts source,
    TargetFacts target,
    Optional<ClockReading> clocks,
    HostGate gate) {

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
      boolean acceptsStreams) {

    /** Virtual processors of the domains that are here. */
    int vcpus() {
      return copies().mapToInt(DomainObservation::vcpus).sum();
    }

    /** Names by uuid of the domains that are here or are promised a place. */
    Map<String, String> names(Reservations.Promised promised) {
      Map<String, String> names = new HashMap<>(promised.domains());
      copies().forEach(copy -> names.put(copy.identity().uuid(), copy.baseName()));
      return names;
    }

    /** What was migrated away runs elsewhere. */
    private Stream<DomainObservation> copies() {
      return look.domains().stream().filter(copy -> copy.copyKind() != CopyKind.MIGRATED_AWAY);
    }
  }

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
