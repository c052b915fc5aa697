// SPDX-License-Identifier: Apache-2.0
package org.transhume.migration.side;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.transhume.api.model.DomainState;
import org.transhume.spi.hypervisor.DomainIdentity;
import org.transhume.spi.hypervisor.DomainObservation;
import org.transhume.spi.hypervisor.HostObservation;

/**
 * What one look found of a migration's domain on this side.
 *
 * @param state the copy's state; UNREACHABLE when the look failed
 * @param identity which copy; empty when there is none
 * @param unsettled whether a tool process for it is alive, or it is just being built or destroyed,
 *     so that it may look different in a moment
 * @param cpuTime processor time accounted to it since this copy began
 * @param copies how many copies of that uuid are on the host; more than one is for a person to sort
 *     out
 */
public record CopySighting(
    CopyState state,
    Optional<DomainIdentity> identity,
    boolean unsettled,
    Duration cpuTime,
    int copies) {

  /** When nobody could look. */
  public static final CopySighting UNREACHABLE =
      new CopySighting(CopyState.UNREACHABLE, Optional.empty(), false, Duration.ZERO, 0);

  private static final CopySighting ABSENT =
      new CopySighting(CopyState.ABSENT, Optional.empty(), false, Duration.ZERO, 0);

  /** Requires every component. */
  public CopySighting {
    Objects.requireNonNull(state, "state");
    Objects.requireNonNull(identity, "identity");
    Objects.requireNonNull(cpuTime, "cpuTime");
  }

  /** What a look at the host says of the domain of that uuid. */
  public static CopySighting in(HostObservation look, String domainUuid) {
    List<DomainObservation> copies =
        look.domains().stream().filter(copy -> copy.identity().uuid().equals(domainUuid)).toList();
    if (copies.isEmpty()) {
      return ABSENT;
    }
    DomainObservation copy = copies.get(0);
    boolean unsettled =
        copies.stream().anyMatch(DomainObservation::transferring)
            || copy.state() == DomainState.BUILDING
            || copy.state() == DomainState.DYING;
    return new CopySighting(
        CopyState.of(copy), Optional.of(copy.identity()), unsettled, copy.cpuTime(), copies.size());
  }
}
