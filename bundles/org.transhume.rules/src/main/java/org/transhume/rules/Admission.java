// SPDX-License-Identifier: Apache-2.0
package org.transhume.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.transhume.api.model.ClusterSnapshot;
import org.transhume.api.model.DomainSnapshot;
import org.transhume.api.model.Explanation;
import org.transhume.api.model.HostSnapshot;
import org.transhume.api.model.LostDomain;
import org.transhume.api.model.MigrationSnapshot;
import org.transhume.api.model.PlacementRule;
import org.transhume.api.model.PlacementRules;
import org.transhume.api.model.RuleKind;

/**
 * What the rules of a snapshot say against one more domain in the cluster: what they say against
 * the boot of a lost one, and what concerns the whole that grows by it: virtual processors, memory
 * that hosts have to spare for each other, hosts that are in use. It may leave broken what is
 * broken already.
 */
public final class Admission {

  private final Gate gate;
  private final PlacementRules rules;
  private final Map<String, HostSnapshot> hosts = new TreeMap<>();
  private final Map<String, Integer> vcpus = new TreeMap<>();
  private final Set<String> inUse = new TreeSet<>();
  private final Spare spare;

  private Admission(ClusterSnapshot snapshot, Gate gate, PlacementRules rules) {
    this.gate = gate;
    this.rules = rules;
    snapshot.hosts().stream()
        .filter(host -> !host.stale())
        .forEach(host -> hosts.put(host.name(), host));
    Map<String, DomainSnapshot> domains = new TreeMap<>();
    for (DomainSnapshot domain : snapshot.domains()) {
      domains.put(domain.uuid(), domain);
      vcpus.merge(domain.host(), domain.vcpus(), Integer::sum);
      inUse.add(domain.host());
    }
    for (MigrationSnapshot move : snapshot.migrations()) {
      DomainSnapshot domain = domains.get(move.domainUuid());
      if (domain != null && !domain.host().equals(move.target())) {
        vcpus.merge(move.target(), domain.vcpus(), Integer::sum);
      }
      inUse.add(move.target());
    }
    this.spare = rules.of(RuleKind.N_PLUS_ONE).isEmpty() ? Spare.NONE : Spare.in(snapshot);
  }

  /** Asks the hard rules, which nothing may break. */
  public static Admission enforcing(ClusterSnapshot snapshot) {
    return new Admission(snapshot, Gate.enforcing(snapshot), snapshot.rules().hard());
  }

  /** Asks the soft rules, which are worth a remark. */
  public static Admission wishing(ClusterSnapshot snapshot) {
    return new Admission(snapshot, Gate.wishing(snapshot), snapshot.rules().soft());
  }

  /**
   * What speaks against that domain on that host.
   *
   * @param wantedVcpus its virtual processors; 0 when they are not known, which counts as one
   * @return each rule that would be broken
   */
  public List<Explanation> against(LostDomain domain, int wantedVcpus, String host) {
    if (rules.rules().isEmpty()) {
      return List.of();
    }
    List<Explanation> found = new ArrayList<>(gate.againstBoot(domain, host));
    found.addAll(overcommitted(domain, Math.max(1, wantedVcpus), host));
    found.addAll(nPlusOne(domain, host));
    found.addAll(online(domain, host));
    return found;
  }

  private List<Explanation> overcommitted(LostDomain domain, int wantedVcpus, String host) {
    int physical = hosts.containsKey(host) ? hosts.get(host).physicalCpus() : 0;
    return physical == 0
        ? List.of()
        : new HostGate(rules, host)
            .overcommitted(domain.name(), vcpus.getOrDefault(host, 0) + wantedVcpus, physical);
  }

  private List<Explanation> nPlusOne(LostDomain domain, String host) {
    List<Explanation> found = new ArrayList<>();
    for (PlacementRule rule : rules.of(RuleKind.N_PLUS_ONE)) {
      Set<String> after = spare.with(domain.memoryBytes(), host).hostsThatMayNotDie();
      after.removeAll(spare.hostsThatMayNotDie());
      if (!after.isEmpty()) {
        found.add(because(rule).noSpare(domain.name(), host, after));
      }
    }
    return found;
  }

  private List<Explanation> online(LostDomain domain, String host) {
    List<Explanation> found = new ArrayList<>();
    for (PlacementRule rule : rules.of(RuleKind.MAX_ONLINE)) {
      if (!inUse.contains(host) && inUse.size() >= rule.amount()) {
        String used = Integer.toString(inUse.size());
        String most = Long.toString((long) rule.amount());
        found.add(
            because(rule)
                .of(
                    host
                        + " is in no use, and with "
                        + domain.name()
                        + " one more host would be than the "
                        + used
                        + " that are, of at most "
                        + most,
                    "domain",
                    domain.name(),
                    "host",
                    host,
                    "hostsInUse",
                    used,
                    "most",
                    most));
      }
    }
    return found;
  }

  private Because because(PlacementRule rule) {
    return new Because(rule, rules.revision());
  }
}
