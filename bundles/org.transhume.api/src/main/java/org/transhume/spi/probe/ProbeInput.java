// SPDX-License-Identifier: Apache-2.0
package org.transhume.spi.probe;

import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import org.transhume.spi.hypervisor.HostObservation;

/**
 * What an agent knows when it asks a probe: its newest look, and the rates between that look and
 * the one before.
 *
 * @param observation the newest look at the host
 * @param hostCpuLoad share of all processors in use, 0 to 1, dom0's included; empty before two
 *     looks
 * @param controlDomainCpuLoad dom0's part of it
 * @param domainCpuLoads processors in use by uuid, 0 to the domain's vcpus; a domain that was not
 *     there at the look before is absent
 */
public record ProbeInput(
    HostObservation observation,
    OptionalDouble hostCpuLoad,
    OptionalDouble controlDomainCpuLoad,
    Map<String, Double> domainCpuLoads) {

  /** Copies the map. */
  public ProbeInput {
    Objects.requireNonNull(observation, "observation");
    Objects.requireNonNull(hostCpuLoad, "hostCpuLoad");
    Objects.requireNonNull(controlDomainCpuLoad, "controlDomainCpuLoad");
    domainCpuLoads = Map.copyOf(domainCpuLoads);
  }
}
