// SPDX-License-Identifier: Apache-2.0
package org.transhume.rules;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.transhume.api.model.Explanation;
import org.transhume.api.model.PlacementRule;
import org.transhume.api.model.PlacementRules;
import org.transhume.api.model.RuleKind;
import org.transhume.rules.Rule.DomainGroup;
import org.transhume.rules.Rule.DomainTag;
import org.transhume.rules.Rule.HostLocation;
import org.transhume.rules.Rule.HostTag;
import org.transhume.rules.Rule.MaxOnline;
import org.transhume.rules.Rule.OfGroup;
import org.transhume.rules.Rule.OfHost;
import org.transhume.rules.Rule.OfPlaces;
import org.transhume.rules.Rule.Overcommit;
import org.transhume.rules.Rule.Pin;
import org.transhume.rules.Rule.Reserve;

/** All rules of one revision, with their tags, groups and locations looked up. Immutable. */
public final class RuleSet {

  /** No rules, of no revision. */
  public static final RuleSet EMPTY = new RuleSet(0, List.of());

  private final long revision;
  private final Map<String, Rule> rules = new TreeMap<>();
  private final Map<String, Set<String>> hostTags = new TreeMap<>();
  private final Map<String, Map<String, String>> locations = new TreeMap<>();
  private final Map<String, Set<String>> domainTags = new TreeMap<>();
  private final Map<String, Set<String>> domainGroups = new TreeMap<>();
  private final PlacementRules placement;
  private final Map<String, List<PlacementRule>> holding = new TreeMap<>();

  /** These rules; those of equal text count once. */
  public RuleSet(long revision, Collection<? extends Rule> rules) {
    this.revision = revision;
    rules.forEach(rule -> this.rules.put(rule.text(), rule));
    this.rules.values().forEach(this::label);
    this.placement = new PlacementRules(revision, placementRules());
    for (PlacementRule rule : placement.rules()) {
      if (rule.kind() == RuleKind.KEEP || rule.kind() == RuleKind.PIN) {
        rule.domains()
            .forEach(uuid -> holding.computeIfAbsent(uuid, one -> new ArrayList<>()).add(rule));
      }
    }
  }

  /** Rises with each change. */
  public long revision() {
    return revision;
  }

  /** The rules, in the order of their texts. */
  public List<Rule> rules() {
    return List.copyOf(rules.values());
  }

  /** The rule of that text. */
  public Optional<Rule> rule(String text) {
    return Optional.ofNullable(rules.get(text));
  }

  /** What they demand of where domains are. */
  public PlacementRules placement() {
    return placement;
  }

  /** Labels of a host. */
  public Set<String> tagsOfHost(String host) {
    return Collections.unmodifiableSet(hostTags.getOrDefault(host, Set.of()));
  }

  /** Where a host stands, by kind; of several values of one kind the first. */
  public Map<String, String> locationsOf(String host) {
    return Collections.unmodifiableMap(locations.getOrDefault(host, Map.of()));
  }

  /** Labels of a domain. */
  public Set<String> tagsOf(String uuid) {
    return Collections.unmodifiableSet(domainTags.getOrDefault(uuid, Set.of()));
  }

  /** Groups of a domain. */
  public Set<String> groupsOf(String uuid) {
    return Collections.unmodifiableSet(domainGroups.getOrDefault(uuid, Set.of()));
  }

  /** Whether nothing is said of that domain, so that a snapshot of it needs no change. */
  public boolean saysNothingOf(String uuid) {
    return !domainTags.containsKey(uuid)
        && !domainGroups.containsKey(uuid)
        && !holding.containsKey(uuid);
  }

  /** What holds that domain where it is. */
  public List<Explanation> holding(String uuid, String domain, String host) {
    if (!holding.containsKey(uuid)) {
      return List.of();
    }
    HostGate gate = new HostGate(new PlacementRules(revision, holding.get(uuid)), host);
    List<Explanation> reasons = new ArrayList<>(gate.kept(uuid, domain));
    reasons.addAll(gate.pinned(uuid, domain));
    return reasons;
  }

  /** Hosts that rules name. */
  Set<String> hosts() {
    Set<String> hosts = new TreeSet<>();
    rules.values().forEach(rule -> hosts.addAll(rule.hosts()));
    return hosts;
  }

  /** Uuids of the domains that rules name. */
  Set<String> domains() {
    Set<String> domains = new TreeSet<>();
    rules.values().forEach(rule -> domains.addAll(rule.domains()));
    return domains;
  }

  private void label(Rule rule) {
    if (rule instanceof HostTag tag) {
      hostTags.computeIfAbsent(tag.host(), host -> new TreeSet<>()).addAll(tag.tags());
    } else if (rule instanceof HostLocation location) {
      locations
          .computeIfAbsent(location.host(), host -> new TreeMap<>())
          .putIfAbsent(location.location(), location.value());
    } else if (rule instanceof DomainTag tag) {
      domainTags.computeIfAbsent(tag.domain(), uuid -> new TreeSet<>()).addAll(tag.tags());
    } else if (rule instanceof DomainGroup group) {
      domainGroups.computeIfAbsent(group.domain(), uuid -> new TreeSet<>()).addAll(group.groups());
    }
  }

  private List<PlacementRule> placementRules() {
    List<PlacementRule> all = new ArrayList<>();
    for (Rule rule : rules.values()) {
      placementOf(rule).ifPresent(all::add);
    }
    return all;
  }

  private Optional<PlacementRule> placementOf(Rule rule) {
    if (rule instanceof DomainTag tag) {
      return tag.tags().contains(PlacementRule.KEEP_TAG)
          ? Optional.of(demand(rule, RuleKind.KEEP, Set.of(tag.domain()), Set.of(), "", 0))
          : Optional.empty();
    }
    if (rule instanceof OfGroup group) {
      return Optional.of(
          demand(rule, rule.kind(), membersOf(group.group()), Set.of(), group.across(), 0));
    }
    if (rule instanceof OfPlaces places) {
      Set<String> hosts = new HashSet<>();
      places.where().forEach(where -> hosts.addAll(hostsOf(where)));
      return Optional.of(demand(rule, rule.kind(), domainsOf(places.who()), hosts, "", 0));
    }
    if (rule instanceof Pin pin) {
      return Optional.of(demand(rule, rule.kind(), Set.of(pin.domain()), Set.of(), "", 0));
    }
    if (rule instanceof HostTag || rule instanceof HostLocation || rule instanceof DomainGroup) {
      return Optional.empty();
    }
    return Optional.of(
        demand(
            rule,
            rule.kind(),
            Set.of(),
            rule instanceof OfHost ? rule.hosts() : Set.of(),
            "",
            amount(rule)));
  }

  private static double amount(Rule rule) {
    if (rule instanceof Reserve reserve) {
      return reserve.mebibytes();
    }
    if (rule instanceof Overcommit overcommit) {
      return overcommit.ratio().doubleValue();
    }
    return rule instanceof MaxOnline online ? online.most() : 0;
  }

  private static PlacementRule demand(
      Rule rule,
      RuleKind kind,
      Set<String> domains,
      Set<String> hosts,
      String across,
      double amount) {
    return new PlacementRule(rule.text(), kind, rule.hard(), domains, hosts, across, amount);
  }

  private Set<String> membersOf(String group) {
    return keysWith(domainGroups, group);
  }

  private Set<String> domainsOf(Who who) {
    return switch (who.kind()) {
      case DOMAIN -> Set.of(who.name());
      case GROUP -> membersOf(who.name());
      case TAG -> keysWith(domainTags, who.name());
    };
  }

  private Set<String> hostsOf(Where where) {
    if (where.kind() == Where.Kind.HOST) {
      return Set.of(where.name());
    }
    if (where.kind() == Where.Kind.TAG) {
      return keysWith(hostTags, where.name());
    }
    Set<String> found = new HashSet<>();
    locations.forEach(
        (host, known) -> {
          if (where.value().equals(known.get(where.name()))) {
            found.add(host);
          }
        });
    return found;
  }

  private static Set<String> keysWith(Map<String, Set<String>> labels, String label) {
    Set<String> found = new HashSet<>();
    labels.forEach(
        (key, known) -> {
          if (known.contains(label)) {
            found.add(key);
          }
        });
    return found;
  }
}
