// SPDX-License-Identifier: Apache-2.0
package org.transhume.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import org.transhume.api.model.Explanation;
import org.transhume.api.model.PlacementRule;
import org.transhume.api.model.PlacementRules;
import org.transhume.api.model.RuleKind;

/**
 * What rules say against as far as one host can tell, which sees its own domains only. Agents ask
 * it, also while no manager runs; whoever sees the whole cluster asks a {@link Gate}.
 *
 * @param rules those to ask, as the hard ones
 * @param host which host
 */
public record HostGate(PlacementRules rules, String host) {

  private static final long MEBIBYTE = 1L << 20;

  /** That the domain is kept. */
  public List<Explanation> kept(String uuid, String domain) {
    return holding(RuleKind.KEEP, uuid, because -> because.kept(domain));
  }

  /** That the domain stays where it is. */
  public List<Explanation> pinned(String uuid, String domain) {
    return holding(RuleKind.PIN, uuid, because -> because.pinned(domain));
  }

  /** That the domain is banned from here. */
  public List<Explanation> banned(String uuid, String domain) {
    return against(
        RuleKind.BAN,
        rule -> rule.domains().contains(uuid) && rule.hosts().contains(host),
        because -> because.banned(domain, host));
  }

  /** That the domain is fenced in elsewhere. */
  public List<Explanation> fencedOut(String uuid, String domain) {
    return against(
        RuleKind.FENCE,
        rule -> rule.domains().contains(uuid) && !rule.hosts().contains(host),
        because -> because.fencedOut(domain, host));
  }

  /**
   * That a member of a group is here from which the domain is spread.
   *
   * @param here names by uuid of the domains that are here or are promised a place
   */
  public List<Explanation> together(String uuid, String domain, Map<String, String> here) {
    List<Explanation> found = new ArrayList<>();
    for (PlacementRule rule : rules.of(RuleKind.SPREAD)) {
      if (rule.domains().contains(uuid)) {
        memberHere(rule, uuid, here)
            .map(member -> because(rule).together(domain, member, host, host))
            .ifPresent(found::add);
      }
    }
    return found;
  }

  /** That this host takes no domain. */
  public List<Explanation> closed() {
    return against(
        RuleKind.NO_INCOMING, rule -> rule.hosts().contains(host), because -> because.closed(host));
  }

  /** That this host would have too many virtual processors. */
  public List<Explanation> overcommitted(String domain, int vcpusAfter, int physicalCpus) {
    return against(
        RuleKind.OVERCOMMIT,
        rule -> isMeant(rule) && vcpusAfter > rule.amount() * physicalCpus,
        because -> because.overcommitted(host, domain, vcpusAfter, physicalCpus));
  }

  /** Memory that rules keep free here. */
  public long reserveBytes() {
    return rules.of(RuleKind.RESERVE).stream()
        .filter(this::isMeant)
        .mapToLong(rule -> ((long) rule.amount()) * MEBIBYTE)
        .max()
        .orElse(0);
  }

  /** The rule that keeps the most memory free here. */
  Optional<PlacementRule> reserve() {
    return rules.of(RuleKind.RESERVE).stream()
        .filter(this::isMeant)
        .max((a, b) -> Double.compare(a.amount(), b.amount()));
  }

  private static Optional<String> memberHere(
      PlacementRule rule, String uuid, Map<String, String> here) {
    return new TreeMap<>(here)
        .entrySet().stream()
            .filter(other -> !other.getKey().equals(uuid))
            .filter(other -> rule.domains().contains(other.getKey()))
            .map(Map.Entry::getValue)
            .findFirst();
  }

  private boolean isMeant(PlacementRule rule) {
    return rule.hosts().isEmpty() || rule.hosts().contains(host);
  }

  private List<Explanation> holding(
      RuleKind kind, String uuid, Function<Because, Explanation> words) {
    return against(kind, rule -> rule.domains().contains(uuid), words);
  }

  private List<Explanation> against(
      RuleKind kind, Predicate<PlacementRule> when, Function<Because, Explanation> words) {
    return rules.of(kind).stream().filter(when).map(rule -> words.apply(because(rule))).toList();
  }

  private Because because(PlacementRule rule) {
    return new Because(rule, rules.revision());
  }
}
