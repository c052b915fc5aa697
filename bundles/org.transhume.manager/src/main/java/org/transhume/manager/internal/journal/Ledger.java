// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal.journal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.transhume.api.model.MigrationPhase;
import org.transhume.api.model.Mode;
import org.transhume.manager.internal.journal.JournalEntry.CapSet;
import org.transhume.manager.internal.journal.JournalEntry.EpochAdvanced;
import org.transhume.manager.internal.journal.JournalEntry.ManagerMode;
import org.transhume.manager.internal.journal.JournalEntry.MigrationBegun;
import org.transhume.manager.internal.journal.JournalEntry.MigrationClosed;
import org.transhume.manager.internal.journal.JournalEntry.MigrationHandedOver;
import org.transhume.manager.internal.journal.JournalEntry.MigrationQueued;
import org.transhume.manager.internal.journal.JournalEntry.PoliciesSuspended;
import org.transhume.manager.internal.journal.JournalEntry.PolicyMode;
import org.transhume.manager.internal.journal.JournalEntry.PolicyParameterSet;
import org.transhume.manager.internal.journal.JournalEntry.PolicyPrioritySet;
import org.transhume.manager.internal.journal.JournalEntry.PolicyStateKept;
import org.transhume.manager.internal.journal.JournalEntry.PolicyTrialsSet;
import org.transhume.manager.internal.journal.JournalEntry.PolicyWindowsSet;
import org.transhume.manager.internal.journal.JournalEntry.RepairDone;
import org.transhume.manager.internal.journal.JournalEntry.Started;
import org.transhume.manager.internal.journal.PowerEntry.HostPoweredDown;
import org.transhume.manager.internal.journal.PowerEntry.HostPoweredUp;
import org.transhume.spi.policy.PolicyState;

/** What all entries of a journal together say. Not safe for use by several threads. */
public final class Ledger {

  private static final int ENDINGS_KEPT = 1000;

  private long starts;
  private long epochGeneration;
  private Mode mode;
  private final Map<String, CapSet> caps = new TreeMap<>();
  private final Map<String, Mode> policyModes = new TreeMap<>();
  private final Map<String, Map<String, Double>> parameters = new TreeMap<>();
  private final Map<String, PolicyState> states = new TreeMap<>();
  private final Map<String, PolicyTrialsSet> trials = new TreeMap<>();
  private final Map<String, PolicyWindowsSet> windows = new TreeMap<>();
  private final Map<String, PolicyPrioritySet> priorities = new TreeMap<>();
  private PoliciesSuspended suspended;
  private final Map<String, MigrationQueued> queued = new TreeMap<>();
  private final Map<String, MigrationBegun> begun = new TreeMap<>();
  private final Map<String, MigrationHandedOver> handedOver = new TreeMap<>();
  private final Map<String, MigrationClosed> lastOfDomain = new TreeMap<>();

  private final Map<String, RepairTask> repairs = new TreeMap<>();
  private final LossLedger losses = new LossLedger();
  private final RuleLedger rules = new RuleLedger();
  private final Map<String, HostPoweredDown> poweredDown = new TreeMap<>();

  /**
   * Something that a migration has left to a person.
   *
   * @param begun the migration
   * @param closed how it ended
   */
  public record RepairTask(MigrationBegun begun, MigrationClosed closed) {}

  /** Takes in one more entry. */
  public void add(JournalEntry entry) {
    if (entry instanceof Started started) {
      starts = Math.max(starts, started.starts());
    } else if (entry instanceof EpochAdvanced advanced) {
      epochGeneration = Math.max(epochGeneration, advanced.generation());
    } else if (entry instanceof ManagerMode set) {
      mode = set.mode();
    } else if (entry instanceof CapSet set) {
      caps.put(set.cap(), set);
    } else if (entry instanceof PolicyMode set) {
      policyModes.put(set.policy(), set.mode());
    } else if (entry instanceof PolicyParameterSet set) {
      parameters
          .computeIfAbsent(set.policy(), policy -> new TreeMap<>())
          .put(set.parameter(), set.value());
    } else if (entry instanceof PolicyStateKept kept) {
      states.put(kept.policy(), kept.state());
    } else if (entry instanceof PolicyTrialsSet set) {
      trials.put(set.policy(), set);
    } else if (entry instanceof PolicyWindowsSet set) {
      windows.put(set.policy(), set);
    } else if (entry instanceof PolicyPrioritySet set) {
      priorities.put(set.policy(), set);
    } else if (entry instanceof PoliciesSuspended set) {
      suspended = set;
    } else if (entry instanceof MigrationQueued migration) {
      begun.remove(migration.order().migrationId());
      queued.put(migration.order().migrationId(), migration);
    } else if (entry instanceof MigrationBegun migration) {
      queued.remove(migration.order().migrationId());
      begun.put(migration.order().migrationId(), migration);
    } else if (entry instanceof MigrationHandedOver migration) {
      handedOver.put(migration.id(), migration);
    } else if (entry instanceof MigrationClosed closed) {
      close(closed);
    } else if (entry instanceof RepairDone done) {
      repairs.remove(done.id());
    } else if (entry instanceof LossEntry loss) {
      losses.add(loss);
    } else if (entry instanceof StopEntry stop) {
      losses.add(stop);
    } else if (entry instanceof RulesChanged change) {
      rules.add(change);
    } else if (entry instanceof HostPoweredDown host) {
      poweredDown.put(host.host(), host);
    } else if (entry instanceof HostPoweredUp host) {
      poweredDown.remove(host.host());
    }
  }

  /**
   * Takes in that entries are missing here. One may have been a start, whose number must not be
   * given again; another that an operator has forbidden the manager to act.
   */
  public void addGap() {
    starts++;
    mode = Mode.OBSERVE;
  }

  /** How often the manager has started. */
  public long starts() {
    return starts;
  }

  /** The generation to which an operator has advanced the epoch; 0 when none has. */
  public long epochGeneration() {
    return epochGeneration;
  }

  /** The mode that an operator set last. */
  public Optional<Mode> mode() {
    return Optional.ofNullable(mode);
  }

  /** What an operator set that cap to last. */
  public Optional<CapSet> cap(String property) {
    return Optional.ofNullable(caps.get(property));
  }

  /** The mode of a policy, when one was ever set. */
  public Optional<Mode> policyMode(String policy) {
    return Optional.ofNullable(policyModes.get(policy));
  }

  /** The parameters of a policy that were ever set. */
  public Map<String, Double> parameters(String policy) {
    return Map.copyOf(parameters.getOrDefault(policy, Map.of()));
  }

  /** What a policy returned last. */
  public Optional<PolicyState> state(String policy) {
    return Optional.ofNullable(states.get(policy));
  }

  /** How versions of a policy come to serve, when that was ever set. */
  public Optional<PolicyTrialsSet> trials(String policy) {
    return Optional.ofNullable(trials.get(policy));
  }

  /** When a policy may move anything, when that was ever set. */
  public List<String> windows(String policy) {
    return windows.containsKey(policy) ? windows.get(policy).windows() : List.of();
  }

  /** The priority of a policy, when one was ever set. */
  public Optional<Integer> priority(String policy) {
    return Optional.ofNullable(priorities.get(policy)).map(set -> (int) set.priority());
  }

  /** For how long an operator let policies move nothing, when one did. */
  public Optional<PoliciesSuspended> suspended() {
    return Optional.ofNullable(suspended);
  }

  /** The migrations that waited and were never begun. */
  public List<MigrationQueued> queued() {
    return List.copyOf(queued.values());
  }

  /** The migrations that began and never ended. */
  public List<MigrationBegun> unfinished() {
    return List.copyOf(begun.values());
  }

  /** What migrations have left to people, and nobody has looked after. */
  public List<RepairTask> repairs() {
    return List.copyOf(repairs.values());
  }

  /** What is recorded of hosts and domains. */
  public LossLedger losses() {
    return losses;
  }

  /** What is recorded of rules. */
  public RuleLedger rules() {
    return rules;
  }

  /** The hosts that are powered down. */
  public List<HostPoweredDown> poweredDown() {
    return List.copyOf(poweredDown.values());
  }

  /** The last migration of each domain that really moved, or may have moved, memory. */
  public List<MigrationClosed> lastOfEachDomain() {
    return List.copyOf(lastOfDomain.values());
  }

  /** The fewest entries that say the same. */
  public List<JournalEntry> entries() {
    List<JournalEntry> entries = new ArrayList<>();
    entries.add(new Started(starts));
    if (epochGeneration > 0) {
      entries.add(new EpochAdvanced(epochGeneration));
    }
    if (mode != null) {
      entries.add(new ManagerMode(mode));
    }
    entries.addAll(caps.values());
    policyModes.forEach((policy, set) -> entries.add(new PolicyMode(policy, set)));
    parameters.forEach(
        (policy, values) ->
            values.forEach(
                (name, value) -> entries.add(new PolicyParameterSet(policy, name, value))));
    states.forEach((policy, state) -> entries.add(new PolicyStateKept(policy, state)));
    entries.addAll(trials.values());
    entries.addAll(windows.values());
    entries.addAll(priorities.values());
    if (suspended != null) {
      entries.add(suspended);
    }
    entries.addAll(queued.values());
    entries.addAll(begun.values());
    entries.addAll(handedOver.values());
    for (RepairTask task : repairs.values()) {
      entries.add(task.begun());
      entries.add(task.closed());
    }
    // After the tasks: a domain may have moved since.
    entries.addAll(lastOfDomain.values());
    entries.addAll(losses.entries());
    entries.addAll(losses.stopEntries());
    entries.addAll(rules.entries());
    entries.addAll(poweredDown.values());
    return entries;
  }

  private void close(MigrationClosed closed) {
    boolean waited = queued.remove(closed.id()) != null;
    MigrationBegun beginning = begun.remove(closed.id());
    if (closed.phase() != MigrationPhase.REPAIR) {
      repairs.remove(closed.id());
    } else if (beginning != null) {
      repairs.put(closed.id(), new RepairTask(beginning, closed));
    }
    handedOver.remove(closed.id());
    if (closed.phase() != MigrationPhase.REFUSED && !waited) {
      lastOfDomain.put(closed.domainUuid(), closed);
    }
    if (lastOfDomain.size() > ENDINGS_KEPT) {
      lastOfDomain.values().stream()
          .min((a, b) -> Long.compare(a.atEpochMillis(), b.atEpochMillis()))
          .ifPresent(oldest -> lastOfDomain.remove(oldest.domainUuid()));
    }
  }
}
