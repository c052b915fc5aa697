// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal.journal;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.transhume.api.model.MigrationPhase;
import org.transhume.api.mx.DomainConfiguration;
import org.transhume.manager.internal.journal.LossEntry.BootBegun;
import org.transhume.manager.internal.journal.LossEntry.BootClosed;
import org.transhume.manager.internal.journal.LossEntry.BootRepaired;
import org.transhume.manager.internal.journal.LossEntry.ConfigurationKept;
import org.transhume.manager.internal.journal.LossEntry.DomainForgotten;
import org.transhume.manager.internal.journal.LossEntry.DomainKnown;
import org.transhume.manager.internal.journal.LossEntry.HostBack;
import org.transhume.manager.internal.journal.LossEntry.HostForgotten;
import org.transhume.manager.internal.journal.LossEntry.HostKnown;
import org.transhume.manager.internal.journal.LossEntry.HostOff;

/** What all entries about hosts and domains together say. Not safe for use by several threads. */
public final class LossLedger {

  private final Map<String, HostKnown> hosts = new TreeMap<>();
  private final Map<String, HostOff> off = new TreeMap<>();
  private final Map<String, DomainKnown> domains = new TreeMap<>();
  private final Map<String, DomainConfiguration> configurations = new TreeMap<>();
  private final Map<String, BootBegun> boots = new TreeMap<>();
  private final Map<String, BootTask> repairs = new TreeMap<>();

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
    } else if (entry instanceof DomainKnown domain) {
      domains.put(domain.uuid(), domain);
    } else if (entry instanceof DomainForgotten gone) {
      domains.remove(gone.uuid());
      configurations.remove(gone.uuid());
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
    }
  }

  /** A domain that was booted is where it was booted, from the moment in which that is recorded. */
  private void close(BootClosed closed) {
    BootBegun begun = boots.remove(closed.id());
    if (begun == null) {
      return;
    }
    if (closed.phase() == MigrationPhase.DONE) {
      domains.computeIfPresent(begun.uuid(), (uuid, domain) -> domain.at(begun.target(), true));
    } else if (closed.phase() == MigrationPhase.REPAIR) {
      repairs.put(closed.id(), new BootTask(begun, closed));
    }
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

  /** How that domain can be booted, or why not; empty when nobody has told. */
  public Optional<DomainConfiguration> configuration(String uuid) {
    return Optional.ofNullable(configurations.get(uuid));
  }

  /** Boots that began and never ended. */
  public List<BootBegun> unfinishedBoots() {
    return List.copyOf(boots.values());
  }

  /** Boots that are left to a person. */
  public List<BootTask> repairs() {
    return List.copyOf(repairs.values());
  }

  /** The fewest entries that say the same. */
  public List<LossEntry> entries() {
    List<LossEntry> entries = new ArrayList<>(hosts.values());
    entries.addAll(domains.values());
    configurations.values().forEach(kept -> entries.add(new ConfigurationKept(kept)));
    entries.addAll(off.values());
    entries.addAll(boots.values());
    for (BootTask task : repairs.values()) {
      entries.add(task.begun());
      entries.add(task.closed());
    }
    return entries;
  }
}
