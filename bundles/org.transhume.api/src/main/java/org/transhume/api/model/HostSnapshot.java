// SPDX-License-Identifier: Apache-2.0
package org.transhume.api.model;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * One host in a {@link ClusterSnapshot}.
 *
 * @param name the host's name
 * @param state what it is there for
 * @param stale whether its data are too old, absurd or missing, so that nobody may decide on them
 * @param observedAtEpochMillis the time of the look, by the host's own clock; 0 when never seen
 * @param physicalCpus how many processors Xen has
 * @param cpuLoad share of all processors in use, 0 to 1, the control domain's share included; empty
 *     before two looks
 * @param controlDomainCpuLoad the control domain's part of {@code cpuLoad}, 0 to 1
 * @param totalMemoryBytes memory of the machine
 * @param freeMemoryBytes what Xen could give to a new domain, claims subtracted
 * @param thresholds how each probe stands
 * @param tags labels that rules refer to
 * @param locations location labels by kind, such as {@code rack -> r1}
 * @param processorMegahertz speed of one processor, by which loads on different hosts compare;
 *     empty when unknown
 * @param power whether it is on and what it draws; empty when nobody knows
 */
public record HostSnapshot(
    String name,
    HostState state,
    boolean stale,
    long observedAtEpochMillis,
    int physicalCpus,
    OptionalDouble cpuLoad,
    OptionalDouble controlDomainCpuLoad,
    long totalMemoryBytes,
    long freeMemoryBytes,
    List<ThresholdState> thresholds,
    Set<String> tags,
    Map<String, String> locations,
    OptionalDouble processorMegahertz,
    Optional<HostPower> power) {

  /** Copies the collections. */
  public HostSnapshot {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(state, "state");
    Objects.requireNonNull(processorMegahertz, "processorMegahertz");
    Objects.requireNonNull(power, "power");
    thresholds = List.copyOf(thresholds);
    tags = Set.copyOf(tags);
    locations = Map.copyOf(locations);
  }

  /** A host of which speed and power are unknown. */
  public HostSnapshot(
      String name,
      HostState state,
      boolean stale,
      long observedAtEpochMillis,
      int physicalCpus,
      OptionalDouble cpuLoad,
      OptionalDouble controlDomainCpuLoad,
      long totalMemoryBytes,
      long freeMemoryBytes,
      List<ThresholdState> thresholds,
      Set<String> tags,
      Map<String, String> locations) {
    this(
        name,
        state,
        stale,
        observedAtEpochMillis,
        physicalCpus,
        cpuLoad,
        controlDomainCpuLoad,
        totalMemoryBytes,
        freeMemoryBytes,
        thresholds,
        tags,
        locations,
        OptionalDouble.empty(),
        Optional.empty());
  }

  /** The same host with these tags and locations. */
  public HostSnapshot labelled(Set<String> itsTags, Map<String, String> itsLocations) {
    return new HostSnapshot(
        name,
        state,
        stale,
        observedAtEpochMillis,
        physicalCpus,
        cpuLoad,
        controlDomainCpuLoad,
        totalMemoryBytes,
        freeMemoryBytes,
        thresholds,
        itsTags,
        itsLocations,
        processorMegahertz,
        power);
  }

  /** The state of the named probe, if that probe runs here. */
  public Optional<ThresholdState> threshold(String probe) {
    return thresholds.stream().filter(state -> state.probe().equals(probe)).findFirst();
  }
}
