// SPDX-License-Identifier: Apache-2.0
package org.transhume.api.model;

import java.util.Objects;
import java.util.Set;

/**
 * A demand on where domains are, in a {@link ClusterSnapshot}: tags, groups and locations are
 * looked up already, so that whoever decides needs to read no text.
 *
 * @param text the rule as people write it, which is its identity
 * @param kind what it demands
 * @param hard whether nothing may break it; a soft one is wanted, and may be broken for a reason
 * @param domains uuids of the domains that it holds: the members of a group, who is banned, fenced
 *     in, pinned or kept; empty where it is about hosts
 * @param hosts names of the hosts that it names: where domains are banned from or fenced to, what
 *     takes nothing in, where memory or processors are limited; for the last two empty means all
 * @param across the kind of location that members are spread or gathered across; empty for hosts
 * @param amount MiB of a reserve, virtual processors for each physical one, or the most hosts in
 *     use; else 0
 */
public record PlacementRule(
    String text,
    RuleKind kind,
    boolean hard,
    Set<String> domains,
    Set<String> hosts,
    String across,
    double amount) {

  /** The tag that makes a {@link RuleKind#KEEP}. */
  public static final String KEEP_TAG = "keep";

  /** Copies the sets. */
  public PlacementRule {
    Objects.requireNonNull(text, "text");
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(across, "across");
    domains = Set.copyOf(domains);
    hosts = Set.copyOf(hosts);
  }
}
