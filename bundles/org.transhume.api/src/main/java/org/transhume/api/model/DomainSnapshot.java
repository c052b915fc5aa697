// SPDX-License-Identifier: Apache-2.0
package org.transhume.api.model;

import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;

/**
 * One domain in a {@link ClusterSnapshot}.
 *
 * @param uuid its uuid, the same on every host
 * @param name its name
 * @param host where it is
 * @param state what it does
 * @param type how it is virtualised
 * @param memoryBytes memory it holds
 * @param vcpus virtual processors
 * @param weight share under contention; Xen's default is 256
 * @param capPercent most it may use, in per cent of one processor; 0 for no cap
 * @param cpuLoad processors it used, 0 to {@code vcpus}; empty before two looks
 * @param demand processors it is thought to want: at least what it used; policies plan with this
 * @param networkBytesPerSecond traffic in both directions, if known
 * @param tags labels that rules refer to
 * @param groups groups whose members rules spread or gather
 * @param movable whether no standing reason forbids a live migration
 * @param notMovableReasons those reasons, empty when movable
 * @param arrivedAtEpochMillis when it was first seen on this host; what a cool-down counts from
 */
public record DomainSnapshot(
    String uuid,
    String name,
    String host,
    DomainState state,
    DomainType type,
    long memoryBytes,
    int vcpus,
    int weight,
    int capPercent,
    OptionalDouble cpuLoad,
    OptionalDouble demand,
    OptionalLong networkBytesPerSecond,
    Set<String> tags,
    Set<String> groups,
    boolean movable,
    List<Explanation> notMovableReasons,
    long arrivedAtEpochMillis) {

  /** Copies the collections. */
  public DomainSnapshot {
    Objects.requireNonNull(uuid, "uuid");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(host, "host");
    Objects.requireNonNull(state, "state");
    Objects.requireNonNull(type, "type");
    tags = Set.copyOf(tags);
    groups = Set.copyOf(groups);
    notMovableReasons = List.copyOf(notMovableReasons);
  }

  /** The same domain with these tags and groups. */
  public DomainSnapshot labelled(Set<String> itsTags, Set<String> itsGroups) {
    return with(itsTags, itsGroups, movable, notMovableReasons);
  }

  /** The same domain, of which that is said about live migrations. */
  public DomainSnapshot judged(boolean isMovable, List<Explanation> reasons) {
    return with(tags, groups, isMovable, reasons);
  }

  private DomainSnapshot with(
      Set<String> itsTags, Set<String> itsGroups, boolean isMovable, List<Explanation> reasons) {
    return new DomainSnapshot(
        uuid,
        name,
        host,
        state,
        type,
        memoryBytes,
        vcpus,
        weight,
        capPercent,
        cpuLoad,
        demand,
        networkBytesPerSecond,
        itsTags,
        itsGroups,
        isMovable,
        reasons,
        arrivedAtEpochMillis);
  }
}
