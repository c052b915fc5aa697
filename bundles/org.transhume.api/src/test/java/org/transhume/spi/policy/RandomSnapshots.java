// SPDX-License-Identifier: Apache-2.0
package org.transhume.spi.policy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import org.transhume.api.model.ClusterSnapshot;
import org.transhume.api.model.DomainSnapshot;
import org.transhume.api.model.DomainState;
import org.transhume.api.model.DomainType;
import org.transhume.api.model.Explanation;
import org.transhume.api.model.HostPower;
import org.transhume.api.model.HostSnapshot;
import org.transhume.api.model.HostState;
import org.transhume.api.model.MigrationPhase;
import org.transhume.api.model.MigrationSnapshot;
import org.transhume.api.model.PlacementRule;
import org.transhume.api.model.PlacementRules;
import org.transhume.api.model.PowerState;
import org.transhume.api.model.RuleKind;
import org.transhume.api.model.StoppedDomain;
import org.transhume.api.model.ThresholdLevel;
import org.transhume.api.model.ThresholdState;

/** Draws clusters as managers may see them: busy, idle, half blind, in the middle of something. */
public final class RandomSnapshots {

  private static final long MIB = 1L << 20;
  private static final long HOST_MIB = 8192;

  private final Random random;

  /** Of services there is a chance of its own, so that they change nothing else in a cluster. */
  private final Random services;

  /** Clusters by that seed. */
  public RandomSnapshots(long seed) {
    this.random = new Random(seed);
    this.services = new Random(seed + 1);
  }

  /** The next cluster. */
  public ClusterSnapshot next(long atEpochMillis) {
    List<HostSnapshot> hosts = new ArrayList<>();
    List<DomainSnapshot> domains = new ArrayList<>();
    int count = 1 + random.nextInt(7);
    boolean speeds = random.nextBoolean();
    for (int number = 0; number < count; number++) {
      boolean stale = chance(10);
      boolean off = chance(10);
      int cpus = 1 + random.nextInt(4);
      double control = random.nextInt(10) / 100.0;
      double used = control;
      long free = HOST_MIB;
      for (int guest = off ? 0 : random.nextInt(6); guest > 0; guest--) {
        DomainSnapshot domain = domain("d" + domains.size(), "h" + number);
        domains.add(domain);
        used += domain.cpuLoad().orElse(0) / cpus;
        free -= domain.memoryBytes() / MIB;
      }
      hosts.add(
          new HostSnapshot(
              "h" + number,
              chance(15) ? HostState.DRAINING : HostState.ACTIVE,
              stale || off,
              900,
              cpus,
              stale ? OptionalDouble.empty() : OptionalDouble.of(Math.min(1, used)),
              stale ? OptionalDouble.empty() : OptionalDouble.of(control),
              HOST_MIB * MIB,
              free * MIB,
              List.of(
                  new ThresholdState(
                      "cpu",
                      used > 0.8 ? ThresholdLevel.HIGH : ThresholdLevel.NORMAL,
                      500,
                      used,
                      0.8,
                      0.6)),
              Set.of(),
              Map.of("rack", "r" + number % 2),
              speeds ? OptionalDouble.of(1800 + 400.0 * (number % 3)) : OptionalDouble.empty(),
              Optional.of(
                  new HostPower(off ? PowerState.OFF : PowerState.ON, List.of(90.0, 130.0)))));
    }
    return new ClusterSnapshot(
        atEpochMillis,
        hosts,
        domains,
        migrations(domains, count),
        List.of(),
        new PlacementRules(1, rules(domains, count)),
        stopped());
  }

  private List<StoppedDomain> stopped() {
    List<StoppedDomain> stopped = new ArrayList<>();
    for (int number = services.nextInt(5); number > 0; number--) {
      stopped.add(
          new StoppedDomain(
              "uuid-s" + number,
              "s" + number,
              "h0",
              (64L << services.nextInt(5)) * MIB,
              1 + services.nextInt(2),
              serviceTags(),
              Set.of(),
              800));
    }
    return stopped;
  }

  /** Most domains are replicas of one of two services. */
  private Set<String> serviceTags() {
    int service = services.nextInt(3);
    return service == 0 ? Set.of() : Set.of("service.s" + service);
  }

  /** The same cluster, told in another order. */
  public ClusterSnapshot shuffled(ClusterSnapshot snapshot) {
    List<HostSnapshot> hosts = new ArrayList<>(snapshot.hosts());
    List<DomainSnapshot> domains = new ArrayList<>(snapshot.domains());
    Collections.shuffle(hosts, random);
    Collections.shuffle(domains, random);
    List<StoppedDomain> stopped = new ArrayList<>(snapshot.stopped());
    Collections.shuffle(stopped, random);
    return new ClusterSnapshot(
        snapshot.atEpochMillis(),
        hosts,
        domains,
        snapshot.migrations(),
        snapshot.losses(),
        snapshot.rules(),
        stopped);
  }

  private DomainSnapshot domain(String name, String host) {
    boolean movable = !chance(10);
    double load = random.nextInt(100) / 100.0;
    return new DomainSnapshot(
        "uuid-" + name,
        name,
        host,
        chance(5) ? DomainState.PAUSED : DomainState.RUNNING,
        DomainType.PVH,
        (64L << random.nextInt(5)) * MIB,
        1 + random.nextInt(2),
        256,
        0,
        chance(5) ? OptionalDouble.empty() : OptionalDouble.of(load),
        chance(5) ? OptionalDouble.empty() : OptionalDouble.of(load),
        OptionalLong.empty(),
        serviceTags(),
        Set.of(),
        movable,
        movable ? List.of() : List.of(Explanation.of("PCI", "it has a PCI device")),
        0);
  }

  private List<MigrationSnapshot> migrations(List<DomainSnapshot> domains, int hosts) {
    if (domains.isEmpty() || hosts < 2 || !chance(20)) {
      return List.of();
    }
    DomainSnapshot moving = domains.get(random.nextInt(domains.size()));
    String target =
        "h"
            + (Integer.parseInt(moving.host().substring(1)) + 1 + random.nextInt(hosts - 1))
                % hosts;
    return List.of(
        new MigrationSnapshot("m-1", moving.uuid(), moving.host(), target, MigrationPhase.SENDING));
  }

  private List<PlacementRule> rules(List<DomainSnapshot> domains, int hosts) {
    List<PlacementRule> rules = new ArrayList<>();
    if (domains.size() >= 2 && chance(50)) {
      String one = domains.get(random.nextInt(domains.size())).uuid();
      String other = domains.get(random.nextInt(domains.size())).uuid();
      String host = "h" + random.nextInt(hosts);
      rules.add(rule("keep one", RuleKind.KEEP, Set.of(one), Set.of()));
      rules.add(rule("ban another", RuleKind.BAN, Set.of(other), Set.of(host)));
    }
    return rules;
  }

  private static PlacementRule rule(
      String text, RuleKind kind, Set<String> domains, Set<String> hosts) {
    return new PlacementRule(text, kind, true, domains, hosts, "", 0);
  }

  private boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }
}
