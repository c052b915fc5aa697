// SPDX-License-Identifier: Apache-2.0
package org.transhume.rules;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.transhume.api.model.RuleKind;

/**
 * One rule, read. Its text is canonical: equal rules have equal texts, and reading the text gives
 * the rule.
 */
public sealed interface Rule {

  /** The name that stands for every host. */
  String ALL = "all";

  /** What it says. */
  RuleKind kind();

  /** As it is written, domains by uuid. */
  String text();

  /** Whether it is enforced; a soft one is wanted. */
  default boolean hard() {
    return true;
  }

  /** Hosts that it names. */
  default Set<String> hosts() {
    return Set.of();
  }

  /** Uuids of domains that it names. */
  default Set<String> domains() {
    return Set.of();
  }

  /** A rule about one host. */
  sealed interface OfHost extends Rule {
    /** The host's name, or {@link Rule#ALL} where all can be meant. */
    String host();

    @Override
    default Set<String> hosts() {
      return host().equals(ALL) ? Set.of() : Set.of(host());
    }
  }

  /** A rule about one domain. */
  sealed interface OfDomain extends Rule {
    /** The domain's uuid. */
    String domain();

    @Override
    default Set<String> domains() {
      return Set.of(domain());
    }
  }

  /** A rule about a group. */
  sealed interface OfGroup extends Rule {
    /** The group. */
    String group();

    /** The kind of location that counts; empty for hosts. */
    String across();
  }

  /** A rule about some domains on some hosts. */
  sealed interface OfPlaces extends Rule {
    /** The domains. */
    Who who();

    /** The hosts, in the order of their texts. */
    List<Where> where();

    @Override
    default Set<String> hosts() {
      return where().stream()
          .filter(one -> one.kind() == Where.Kind.HOST)
          .map(Where::name)
          .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    default Set<String> domains() {
      return who().kind() == Who.Kind.DOMAIN ? Set.of(who().name()) : Set.of();
    }
  }

  /**
   * {@code host H tag T...}.
   *
   * @param host its name
   * @param tags labels, sorted
   */
  record HostTag(String host, List<String> tags) implements OfHost {
    /** Sorts. */
    public HostTag {
      tags = sorted(tags);
    }

    @Override
    public RuleKind kind() {
      return RuleKind.HOST_TAG;
    }

    @Override
    public String text() {
      return "host " + host + " tag " + String.join(" ", tags);
    }
  }

  /**
   * {@code host H location KIND=VALUE}.
   *
   * @param host its name
   * @param location a kind, such as rack
   * @param value which
   */
  record HostLocation(String host, String location, String value) implements OfHost {
    @Override
    public RuleKind kind() {
      return RuleKind.HOST_LOCATION;
    }

    @Override
    public String text() {
      return "host " + host + " location " + location + "=" + value;
    }
  }

  /**
   * {@code domain D tag T...}.
   *
   * @param domain its uuid
   * @param tags labels, sorted
   */
  record DomainTag(String domain, List<String> tags) implements OfDomain {
    /** Sorts. */
    public DomainTag {
      tags = sorted(tags);
    }

    @Override
    public RuleKind kind() {
      return RuleKind.DOMAIN_TAG;
    }

    @Override
    public String text() {
      return "domain " + domain + " tag " + String.join(" ", tags);
    }
  }

  /**
   * {@code domain D group G...}.
   *
   * @param domain its uuid
   * @param groups that it belongs to, sorted
   */
  record DomainGroup(String domain, List<String> groups) implements OfDomain {
    /** Sorts. */
    public DomainGroup {
      groups = sorted(groups);
    }

    @Override
    public RuleKind kind() {
      return RuleKind.DOMAIN_GROUP;
    }

    @Override
    public String text() {
      return "domain " + domain + " group " + String.join(" ", groups);
    }
  }

  /**
   * {@code spread G [across KIND] [soft]}.
   *
   * @param group whose members are kept apart
   * @param across kind of location; empty for hosts
   * @param hard whether it is enforced
   */
  record Spread(String group, String across, boolean hard) implements OfGroup {
    @Override
    public RuleKind kind() {
      return RuleKind.SPREAD;
    }

    @Override
    public String text() {
      return "spread " + group + acrossText(across) + softText(hard);
    }
  }

  /**
   * {@code gather G [across KIND] [soft]}.
   *
   * @param group whose members are kept together
   * @param across kind of location; empty for hosts
   * @param hard whether it is enforced
   */
  record Gather(String group, String across, boolean hard) implements OfGroup {
    @Override
    public RuleKind kind() {
      return RuleKind.GATHER;
    }

    @Override
    public String text() {
      return "gather " + group + acrossText(across) + softText(hard);
    }
  }

  /**
   * {@code ban WHO from WHERE... [soft]}.
   *
   * @param who the domains
   * @param where hosts on which they are not
   * @param hard whether it is enforced
   */
  record Ban(Who who, List<Where> where, boolean hard) implements OfPlaces {
    /** Sorts. */
    public Ban {
      where = sortedPlaces(where);
    }

    @Override
    public RuleKind kind() {
      return RuleKind.BAN;
    }

    @Override
    public String text() {
      return "ban " + who.text() + " from " + placesText(where) + softText(hard);
    }
  }

  /**
   * {@code fence WHO on WHERE... [soft]}.
   *
   * @param who the domains
   * @param where hosts, on others than which they are not
   * @param hard whether it is enforced
   */
  record Fence(Who who, List<Where> where, boolean hard) implements OfPlaces {
    /** Sorts. */
    public Fence {
      where = sortedPlaces(where);
    }

    @Override
    public RuleKind kind() {
      return RuleKind.FENCE;
    }

    @Override
    public String text() {
      return "fence " + who.text() + " on " + placesText(where) + softText(hard);
    }
  }

  /**
   * {@code pin D}.
   *
   * @param domain that stays where it is
   */
  record Pin(String domain) implements OfDomain {
    @Override
    public RuleKind kind() {
      return RuleKind.PIN;
    }

    @Override
    public String text() {
      return "pin " + domain;
    }
  }

  /**
   * {@code reserve H|all memory-mib N}.
   *
   * @param host its name, or all
   * @param mebibytes that stay free
   */
  record Reserve(String host, long mebibytes) implements OfHost {
    @Override
    public RuleKind kind() {
      return RuleKind.RESERVE;
    }

    @Override
    public String text() {
      return "reserve " + host + " memory-mib " + mebibytes;
    }
  }

  /**
   * {@code overcommit H|all cpu RATIO}.
   *
   * @param host its name, or all
   * @param ratio most virtual processors for each physical one
   */
  record Overcommit(String host, BigDecimal ratio) implements OfHost {
    /** Makes equal numbers equal. */
    public Overcommit {
      ratio = ratio.stripTrailingZeros();
    }

    @Override
    public RuleKind kind() {
      return RuleKind.OVERCOMMIT;
    }

    @Override
    public String text() {
      return "overcommit " + host + " cpu " + ratio.toPlainString();
    }
  }

  /**
   * {@code no-incoming H}.
   *
   * @param host that takes no domain
   */
  record NoIncoming(String host) implements OfHost {
    @Override
    public RuleKind kind() {
      return RuleKind.NO_INCOMING;
    }

    @Override
    public String text() {
      return "no-incoming " + host;
    }
  }

  /**
   * {@code max-online N}.
   *
   * @param most hosts in use
   */
  record MaxOnline(int most) implements Rule {
    @Override
    public RuleKind kind() {
      return RuleKind.MAX_ONLINE;
    }

    @Override
    public String text() {
      return "max-online " + most;
    }
  }

  /** {@code n-plus-one}. */
  record NPlusOne() implements Rule {
    @Override
    public RuleKind kind() {
      return RuleKind.N_PLUS_ONE;
    }

    @Override
    public String text() {
      return "n-plus-one";
    }
  }

  private static List<String> sorted(Collection<String> names) {
    return List.copyOf(new TreeSet<>(names));
  }

  private static List<Where> sortedPlaces(List<Where> places) {
    return places.stream()
        .map(Objects::requireNonNull)
        .distinct()
        .sorted((a, b) -> a.text().compareTo(b.text()))
        .toList();
  }

  private static String placesText(List<Where> places) {
    return places.stream().map(Where::text).collect(Collectors.joining(" "));
  }

  private static String acrossText(String across) {
    return across.isEmpty() ? "" : " across " + across;
  }

  private static String softText(boolean hard) {
    return hard ? "" : " soft";
  }
}
