// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal.journal;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.transhume.api.model.MigrationPhase;
import org.transhume.api.mx.DomainConfiguration;
import org.transhume.manager.internal.journal.LossEntry.BootBegun;
import org.transhume.manager.internal.journal.LossEntry.BootClosed;
import org.transhume.manager.internal.journal.LossEntry.BootRepaired;
import org.transhume.manager.internal.journal.LossEntry.ConfigurationKept;
import org.transhume.manager.internal.journal.LossEntry.DomainCreated;
import org.transhume.manager.internal.journal.LossEntry.DomainForgotten;
import org.transhume.manager.internal.journal.LossEntry.DomainKnown;
import org.transhume.manager.internal.journal.LossEntry.DomainLeft;
import org.transhume.manager.internal.journal.LossEntry.HostBack;
import org.transhume.manager.internal.journal.LossEntry.HostForgotten;
import org.transhume.manager.internal.journal.LossEntry.HostKnown;
import org.transhume.manager.internal.journal.LossEntry.HostOff;

/** What all entries about hosts and domains together say. Not safe for use by several threads. */
public final class LossLedger {

  private static final int FORGOTTEN_KEPT = 1000;
  private static final int CREATED_KEPT = 1000;

  private final Map<String, HostKnown> hosts = new TreeMap<>();
  private final Map<String, HostOff> off = new TreeMap<>();
  private final Map<String, DomainKnown> domains = new TreeMap<>();
  private final Map<String, DomainConfiguration> configurations = new TreeMap<>();
  private final Map<String, BootBegun> boots = new TreeMap<>();
  private final Map<String, BootTask> repairs = new TreeMap<>();
  private final StopLedger stops = new StopLedger();

  /** What was created, by its digest, the oldest first. */
  private final Map<String, DomainCreated> created = new LinkedHashMap<>();

  /** Uuids of the domains that were on a host and are not any more, by host. */
  private final Map<String, Set<String>> left = new TreeMap<>();

  /** Uuids of the domains that are gone from everywhere, the oldest first. */
  private final Set<String> forgotten = new LinkedHashSet<>();

  /**
   * A boot of which nobody can tell whether the domain runs.
   *
   * @param begun the boot
   * @param closed how it ended
   */
  public record BootTask(BootBegun begun, BootClosed closed) {}

  /** Takes in one more entry. */
  public void add(LossEntry entry) {
    if (entry instanceof HostKnown host) {
      hosts.put(host.host(), host);
    } else if (entry instanceof HostForgotten gone) {
      hosts.remove(gone.host());
      off.remove(gone.host());
      left.remove(gone.host());
    } else if (entry instanceof DomainKnown domain) {
      put(domain);
    } else if (entry instanceof DomainLeft gone) {
      hasLeft(gone.uuid(), gone.host());
      if (!domains.containsKey(gone.uuid())) {
        forget(gone.uuid());
      }
    } else if (entry instanceof DomainForgotten gone) {
      domain(gone.uuid()).ifPresent(domain -> hasLeft(domain.uuid(), domain.host()));
      domains.remove(gone.uuid());
      configurations.remove(gone.uuid());
      stops.forget(gone.uuid());
      forget(gone.uuid());
    } else if (entry instanceof ConfigurationKept kept) {
      configurations.put(kept.configuration().uuid(), kept.configuration());
    } else if (entry instanceof HostOff host) {
      off.put(host.host(), host);
    } else if (entry instanceof HostBack host) {
      off.remove(host.host());
    } else if (entry instanceof BootBegun boot) {
      boots.put(boot.id(), boot);
    } else if (entry instanceof BootClosed closed) {
      close(closed);
    } else if (entry instanceof BootRepaired done) {
      repairs.remove(done.id());
    } else if (entry instanceof DomainCreated done) {
      created.remove(done.begun().digest());
      created.put(done.begun().digest(), done);
      if (created.size() > CREATED_KEPT) {
        created.remove(created.keySet().iterator().next());
      }
    }
  }

  /** Takes in one more entry about a stop. */
  public void add(StopEntry entry) {
    stops
        .add(entry)
        .ifPresent(
            stopped -> {
              domains.remove(stopped.begun().uuid());
              forgotten.remove(stopped.begun().uuid());
              hasLeft(stopped.begun().uuid(), stopped.begun().host());
            });
  }

  private void put(DomainKnown domain) {
    stops.seen(domain);
    DomainKnown before = domains.put(domain.uuid(), domain);
    if (before != null && !before.host().equals(domain.host())) {
      hasLeft(domain.uuid(), before.host());
    }
    forgotten.remove(domain.uuid());
    left.computeIfPresent(domain.host(), (host, uuids) -> without(uuids, domain.uuid()));
  }

  /** It may be created again: until then it is remembered where it has been, but not for ever. */
  private void forget(String uuid) {
    forgotten.add(uuid);
    if (forgotten.size() > FORGOTTEN_KEPT) {
      String oldest = forgotten.iterator().next();
      forgotten.remove(oldest);
      left.values().removeIf(uuids -> without(uuids, oldest) == null);
    }
  }

  /** The same set; null when nothing is left in it. */
  private static Set<String> without(Set<String> uuids, String uuid) {
    uuids.remove(uuid);
    return uuids.isEmpty() ? null : uuids;
  }

  private void hasLeft(String uuid, String host) {
    left.computeIfAbsent(host, fresh -> new TreeSet<>()).add(uuid);
  }

  /** A domain that was booted is where it was booted, from the moment in which that is recorded. */
  private void close(BootClosed closed) {
    BootBegun begun = boots.remove(closed.id());
    if (begun == null) {
      return;
    }
    if (closed.phase() == MigrationPhase.DONE) {
      domain(begun.uuid()).ifPresent(domain -> put(domain.at(begun.target(), true)));
    } else if (closed.phase() == MigrationPhase.REPAIR) {
      repairs.put(closed.id(), new BootTask(begun, closed));
    }
  }

  /** What is recorded of stops. */
  public StopLedger stops() {
    return stops;
  }

  /** The fewest entries about stops that say the same; to be added after all others. */
  public List<StopEntry> stopEntries() {
    return stops.entries();
  }

  /** Every host of the cluster. */
  public Collection<HostKnown> hosts() {
    return List.copyOf(hosts.values());
  }

  /** The host of that name. */
  public Optional<HostKnown> host(String host) {
    return Optional.ofNullable(hosts.get(host));
  }

  /** That the host is off, when it is known to be. */
  public Optional<HostOff> off(String host) {
    return Optional.ofNullable(off.get(host));
  }

  /** Every domain. */
  public Collection<DomainKnown> domains() {
    return List.copyOf(domains.values());
  }

  /** The domain of that uuid. */
  public Optional<DomainKnown> domain(String uuid) {
    return Optional.ofNullable(domains.get(uuid));
  }

  /** The domains that were seen last on that host. */
  public List<DomainKnown> domainsOn(String host) {
    return domains.values().stream().filter(domain -> domain.host().equals(host)).toList();
  }

  /** The domains that were on that host and were seen last on another one. */
  public List<DomainKnown> domainsThatLeft(String host) {
    return left.getOrDefault(host, Set.of()).stream()
        .flatMap(uuid -> domain(uuid).stream())
        .toList();
  }

  /** How that domain can be booted, or why not; empty when nobody has told. */
  public Optional<DomainConfiguration> configuration(String uuid) {
    return Optional.ofNullable(configurations.get(uuid));
  }

  /** Whether that domain would be booted elsewhere, should its host be lost. */
  public boolean isToBeBooted(DomainKnown domain) {
    return domain.running() && isBootable(domain.uuid());
  }

  /** Whether it is known how that domain can be booted. */
  public boolean isBootable(String uuid) {
    return configuration(uuid).filter(one -> !one.text().isEmpty()).isPresent();
  }

  /** Boots that began and never ended. */
  public List<BootBegun> unfinishedBoots() {
    return List.copyOf(boots.values());
  }

  /** Boots that are left to a person. */
  public List<BootTask> repairs() {
    return List.copyOf(repairs.values());
  }

  /** The creation from that configuration, unless it was long ago. */
  public Optional<DomainCreated> created(String digest) {
    return Optional.ofNullable(created.get(digest));
  }

  /** The fewest entries that say the same. */
  public List<LossEntry> entries() {
    List<LossEntry> entries = new ArrayList<>(hosts.values());
    entries.addAll(domains.values());
    left.forEach((host, uuids) -> uuids.forEach(uuid -> entries.add(new DomainLeft(uuid, host))));
    configurations.values().forEach(kept -> entries.add(new ConfigurationKept(kept)));
    entries.addAll(off.values());
    entries.addAll(created.values());
    entries.addAll(boots.values());
    for (BootTask task : repairs.values()) {
      entries.add(task.begun());
      entries.add(task.closed());
    }
    return entries;
  }
}
