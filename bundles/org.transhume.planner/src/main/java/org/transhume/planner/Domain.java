// SPDX-License-Identifier: Apache-2.0
package org.transhume.planner;

import java.util.Set;

/**
 * A guest.
 *
 * @param name its name, unique in a cluster
 * @param memoryMib memory it holds
 * @param vcpus virtual processors
 * @param cpuPercent processor time it wants, in per cent of one processor
 * @param dirtyMibPerSecond memory it writes while it is copied; 0 when unknown
 * @param weight share under contention, Xen's default being 256
 * @param capPercent most it may use, in per cent of one processor; 0 for no cap
 * @param groups groups that spread and gather speak of
 * @param tags labels, such as {@code keep}
 */
public record Domain(
    String name,
    int memoryMib,
    int vcpus,
    int cpuPercent,
    int dirtyMibPerSecond,
    int weight,
    int capPercent,
    Set<String> groups,
    Set<String> tags) {

  private static final int DEFAULT_WEIGHT = 256;

  /** Checks the values and copies the sets. */
  public Domain {
    Checks.name(name);
    Checks.atLeast(0, memoryMib, "memoryMib of " + name);
    Checks.atLeast(0, vcpus, "vcpus of " + name);
    Checks.atLeast(0, cpuPercent, "cpuPercent of " + name);
    Checks.atLeast(0, dirtyMibPerSecond, "dirtyMibPerSecond of " + name);
    Checks.atLeast(0, weight, "weight of " + name);
    Checks.atLeast(0, capPercent, "capPercent of " + name);
    groups = Set.copyOf(groups);
    tags = Set.copyOf(tags);
  }

  /** A domain of which no more is known. */
  public static Domain of(String name, int memoryMib, int vcpus, int cpuPercent) {
    return new Domain(name, memoryMib, vcpus, cpuPercent, 0, DEFAULT_WEIGHT, 0, Set.of(), Set.of());
  }

  /** The same domain in these groups. */
  public Domain withGroups(String... names) {
    return new Domain(
        name,
        memoryMib,
        vcpus,
        cpuPercent,
        dirtyMibPerSecond,
        weight,
        capPercent,
        Set.of(names),
        tags);
  }

  /** The same domain with these tags. */
  public Domain withTags(String... labels) {
    return new Domain(
        name,
        memoryMib,
        vcpus,
        cpuPercent,
        dirtyMibPerSecond,
        weight,
        capPercent,
        groups,
        Set.of(labels));
  }

  /** The same domain that writes so much memory. */
  public Domain withDirtyMibPerSecond(int mib) {
    return new Domain(name, memoryMib, vcpus, cpuPercent, mib, weight, capPercent, groups, tags);
  }

  /** What a host has to give it: its demand, or its cap where that is less. */
  public int demandPercent() {
    return capPercent == 0 ? cpuPercent : Math.min(cpuPercent, capPercent);
  }
}
