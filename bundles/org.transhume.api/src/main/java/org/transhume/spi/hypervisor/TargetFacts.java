// SPDX-License-Identifier: Apache-2.0
package org.transhume.spi.hypervisor;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a target has for a domain that shall arrive.
 *
 * @param release of the hypervisor, as {@code 4.17}; empty when unknown
 * @param processorKilohertz frequency of the host's time stamp counter, if known
 * @param processorLimits the most that a domain of that type can be shown of the processor here, as
 *     {@link SourceFacts#processorPolicy}; empty when unknown
 * @param clockSynchronised whether a time service keeps the host's clock, if known
 * @param shrinksControlDomain whether the tools take memory from the control domain when a domain
 *     arrives, if known
 * @param savedImage where an old image of a domain of that name lies which the next boot would
 *     resume; empty when there is none
 * @param resources those of the wanted things that are here, under the wanted names; empty when
 *     nobody can tell
 */
public record TargetFacts(
    String release,
    OptionalLong processorKilohertz,
    Map<String, String> processorLimits,
    Optional<Boolean> clockSynchronised,
    Optional<Boolean> shrinksControlDomain,
    Optional<String> savedImage,
    Optional<List<HostResource>> resources) {

  /** Nothing is known. */
  public static final TargetFacts UNKNOWN =
      new TargetFacts(
          "",
          OptionalLong.empty(),
          Map.of(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  /** Copies the collections. */
  public TargetFacts {
    Objects.requireNonNull(release, "release");
    Objects.requireNonNull(processorKilohertz, "processorKilohertz");
    Objects.requireNonNull(clockSynchronised, "clockSynchronised");
    Objects.requireNonNull(shrinksControlDomain, "shrinksControlDomain");
    Objects.requireNonNull(savedImage, "savedImage");
    processorLimits = Map.copyOf(processorLimits);
    resources = resources.map(List::copyOf);
  }
}
