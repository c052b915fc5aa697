// SPDX-License-Identifier: Apache-2.0
package org.transhume.api.mx;

import java.util.List;
import java.util.Map;
import org.transhume.api.model.DomainState;
import org.transhume.api.model.DomainType;
import org.transhume.api.model.Explanation;

/**
 * One domain in a {@link HostSample}.
 *
 * @param uuid its uuid
 * @param name its own name
 * @param domainId its number on this host
 * @param state what it does
 * @param type how it is virtualised; null when unknown
 * @param memoryBytes memory it holds
 * @param vcpus virtual processors
 * @param weight share under contention
 * @param capPercent most it may use, in per cent of one processor; 0 for no cap
 * @param cpuLoad processors in use, 0 to {@code vcpus}; null before two looks
 * @param networkBytesPerSecond traffic in both directions; null when unknown
 * @param tags labels that rules refer to
 * @param movable whether no standing reason forbids a live migration
 * @param notMovableReasons those reasons
 * @param arrivedAtEpochMillis when the agent first saw it on this host
 * @param readings values of domain probes, by the probe's name
 */
public record DomainSample(
    String uuid,
    String name,
    int domainId,
    DomainState state,
    DomainType type,
    long memoryBytes,
    int vcpus,
    int weight,
    int capPercent,
    Double cpuLoad,
    Double networkBytesPerSecond,
    List<String> tags,
    boolean movable,
    List<Explanation> notMovableReasons,
    long arrivedAtEpochMillis,
    Map<String, Double> readings) {

  /** Copies the collections. */
  public DomainSample {
    tags = List.copyOf(tags);
    notMovableReasons = List.copyOf(notMovableReasons);
    readings = Map.copyOf(readings);
  }
}
