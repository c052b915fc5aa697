// SPDX-License-Identifier: Apache-2.0
package org.transhume.rules;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.transhume.api.model.Explanation;
import org.transhume.api.model.PlacementRule;

/**
 * Puts into words that a rule stands against something: what, which rule, of which revision. The
 * code names the rule's kind, {@code RULE_BAN} for a ban.
 *
 * @param rule that stands against it
 * @param revision of its set
 */
record Because(PlacementRule rule, long revision) {

  static final String CODE = "RULE_";

  Explanation of(String what, String... operands) {
    Map<String, String> named = new TreeMap<>();
    for (int i = 0; i < operands.length; i += 2) {
      named.put(operands[i], operands[i + 1]);
    }
    named.put("rule", rule.text());
    named.put("revision", Long.toString(revision));
    return new Explanation(
        CODE + rule.kind().name().toUpperCase(Locale.ROOT),
        what + ": rule '" + rule.text() + "', revision " + revision,
        named);
  }

  Explanation kept(String domain) {
    return of(domain + " is kept, and nobody touches it", "domain", domain);
  }

  Explanation pinned(String domain) {
    return of(domain + " is pinned to the host where it is", "domain", domain);
  }

  Explanation banned(String domain, String host) {
    return of("ban of " + domain + " from " + host, "domain", domain, "host", host);
  }

  Explanation fencedOut(String domain, String host) {
    return of(
        "fence of " + domain + ", outside of which is " + host, "domain", domain, "host", host);
  }

  Explanation together(String domain, String member, String on, String place) {
    String there = on.equals(place) ? "on " + on : "at " + place + ", on " + on;
    return of(
        "spread of " + domain + " from " + member + ", which is " + there,
        "domain",
        domain,
        "member",
        member,
        "host",
        on,
        "place",
        place);
  }

  Explanation closed(String host) {
    return of(host + " takes no domain", "host", host);
  }

  Explanation noSpare(String domain, String host, Set<String> mayNotDie) {
    String hosts = String.join(", ", mayNotDie);
    return of(
        "with "
            + domain
            + " on "
            + host
            + " the domains of "
            + hosts
            + " would not all find a place if it died, the largest first, each where most memory is"
            + " free",
        "domain",
        domain,
        "host",
        host,
        "hosts",
        hosts);
  }

  Explanation overcommitted(String host, String domain, int after, int physical) {
    return of(
        host + " would have " + after + " virtual processors on " + physical + " with " + domain,
        "host",
        host,
        "domain",
        domain,
        "vcpus",
        Integer.toString(after),
        "physicalCpus",
        Integer.toString(physical));
  }
}
