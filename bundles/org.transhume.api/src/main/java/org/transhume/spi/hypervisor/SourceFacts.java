// SPDX-License-Identifier: Apache-2.0
package org.transhume.spi.hypervisor;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.transhume.api.model.DomainType;

/**
 * What a domain lives on at its source, for the target to compare with what it has.
 *
 * @param release of the hypervisor, as {@code 4.17}; empty when unknown
 * @param type how the domain is virtualised; empty when unknown
 * @param timestampMode how its time stamp counter is provided, in xl's words ({@code native},
 *     {@code default}, ...); empty when unknown
 * @param processorKilohertz frequency of the host's time stamp counter, if known
 * @param processorPolicy the processor as the domain has seen it since it was started: registers
 *     {@code eax:ebx:ecx:edx} by {@code leaf:subleaf}, all of eight hexadecimal digits; empty when
 *     unknown
 * @param clockSynchronised whether a time service keeps the host's clock, if known
 * @param resources the things of its host that it is configured with
 */
public record SourceFacts(
    String release,
    Optional<DomainType> type,
    String timestampMode,
    OptionalLong processorKilohertz,
    Map<String, String> processorPolicy,
    Optional<Boolean> clockSynchronised,
    List<HostResource> resources) {

  /** Nothing is known. */
  public static final SourceFacts UNKNOWN =
      new SourceFacts(
          "", Optional.empty(), "", OptionalLong.empty(), Map.of(), Optional.empty(), List.of());

  /** Copies the collections. */
  public SourceFacts {
    Objects.requireNonNull(release, "release");
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(timestampMode, "timestampMode");
    Objects.requireNonNull(processorKilohertz, "processorKilohertz");
    Objects.requireNonNull(clockSynchronised, "clockSynchronised");
    processorPolicy = Map.copyOf(processorPolicy);
    resources = List.copyOf(resources);
  }
}
