// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal;

import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.transhume.api.model.Mode;
import org.transhume.manager.internal.journal.Journal;
import org.transhume.manager.internal.journal.JournalEntry.ManagerMode;
import org.transhume.manager.internal.journal.JournalEntry.PolicyMode;
import org.transhume.manager.internal.journal.JournalEntry.PolicyParameterSet;
import org.transhume.manager.internal.journal.JournalEntry.PolicyPrioritySet;
import org.transhume.manager.internal.journal.JournalEntry.PolicyStateKept;
import org.transhume.manager.internal.journal.JournalEntry.PolicyWindowsSet;
import org.transhume.spi.policy.PolicyState;

/**
 * The policies that are there: which version of each serves, and what operators have set of it.
 * Belongs to the loop.
 */
final class Policies {

  private static final Logger LOG = LoggerFactory.getLogger(Policies.class);

  private final Clock clock;
  private final Journal journal;
  private final Settings settings;
  private final PolicyCalls calls;
  private final PolicyListener listener;
  private final Keeper keeper;
  private final Restraints restraints;
  private final Map<String, PolicySlot> slots = new TreeMap<>();
  private Runnable changed = () -> {};
  private Mode mode;

  Policies(
      Clock clock,
      Journal journal,
      Keeper keeper,
      Settings settings,
      PolicyCalls calls,
      PolicyListener listener) {
    this.clock = clock;
    this.journal = journal;
    this.settings = settings;
    this.keeper = keeper;
    this.calls = calls;
    this.listener = listener;
    this.restraints = new Restraints(clock, keeper, journal.opened().suspended());
    this.mode = journal.opened().mode().orElse(settings.mode());
  }

  /** Tells that policies may decide otherwise now. */
  void whenChanged(Runnable told) {
    changed = told;
  }

  /** A policy service has come. */
  void add(PolicyVersion version) {
    PolicySlot slot = slots.get(version.name());
    if (slot == null) {
      slot = remembered(version.name());
      slots.put(version.name(), slot);
      listener.appeared(version.name());
    }
    slot.versions.add(version);
    elect(slot);
  }

  /** A policy service has gone. */
  void remove(long serviceId) {
    for (PolicySlot slot : slots.values()) {
      if (slot.versions.removeIf(version -> version.serviceId() == serviceId)) {
        elect(slot);
      }
    }
  }

  Collection<PolicySlot> slots() {
    return slots.values();
  }

  Optional<PolicySlot> slot(String policy) {
    return Optional.ofNullable(slots.get(policy));
  }

  Mode mode() {
    return mode;
  }

  void setMode(Mode next) {
    LOG.info("mode {} (was {})", next, mode);
    mode = next;
    keeper.keep("mode", new ManagerMode(next));
    changed.run();
  }

  void setMode(PolicySlot slot, Mode next) {
    LOG.info("policy {}: mode {} (was {})", slot.name, next, slot.mode);
    slot.mode = next;
    keeper.keep("mode of " + slot.name, new PolicyMode(slot.name, next));
    changed.run();
  }

  void setParameter(PolicySlot slot, String parameter, double value) {
    slot.setParameter(parameter, value);
    LOG.info("policy {}: {} = {}", slot.name, parameter, value);
    keeper.keep(
        parameter + " of " + slot.name, new PolicyParameterSet(slot.name, parameter, value));
    changed.run();
  }

  /** Changes how versions of a policy come to serve, and lets the best serve by it. */
  void setTrials(PolicySlot slot, Consumer<Trials> change) {
    change.accept(slot.trials);
    keepTrials(slot);
    elect(slot);
    changed.run();
  }

  /** What holds policies back for a time. */
  Restraints restraints() {
    return restraints;
  }

  /**
   * Lets policies move nothing for a while.
   *
   * @throws IllegalArgumentException when that is too short, too long or said without a reason
   */
  void suspend(long millis, String why) {
    restraints.suspend(millis, why);
    changed.run();
  }

  /** Lets policies move again. */
  void resume() {
    restraints.resume();
    changed.run();
  }

  /**
   * Sets when a policy may move anything.
   *
   * @throws IllegalArgumentException naming the window that is wrong
   */
  void setWindows(PolicySlot slot, List<String> windows) {
    slot.setWindows(windows);
    LOG.info("policy {}: may move in {}", slot.name, windows.isEmpty() ? "every hour" : windows);
    keeper.keep("windows of " + slot.name, new PolicyWindowsSet(slot.name, windows));
    changed.run();
  }

  void setPriority(PolicySlot slot, int priority) {
    slot.setPriority(priority);
    LOG.info("policy {}: priority {}", slot.name, priority);
    keeper.keep("priority of " + slot.name, new PolicyPrioritySet(slot.name, priority));
    changed.run();
  }

  /** Keeps the state that a policy is to go on from. */
  void keepState(PolicySlot slot, PolicyState next) {
    if (!next.equals(slot.state)) {
      slot.state = next;
      slot.stateKept = true;
      keeper.keep("state of " + slot.name, new PolicyStateKept(slot.name, next));
    }
  }

  private void keepTrials(PolicySlot slot) {
    LOG.info("policy {}: {}", slot.name, slot.trials.kept());
    keeper.keep("trials of " + slot.name, slot.trials.kept());
  }

  /**
   * Lets a version serve that waits or was set back; one that is deciding just now when it has come
   * back. Until then, and if it does not, the version serves on that does.
   *
   * @throws IllegalArgumentException naming the versions that are there
   * @throws IllegalStateException when it hangs in an earlier call
   */
  void promote(PolicySlot slot, String version) {
    PolicyVersion wanted =
        slot.versions.stream()
            .filter(one -> one.version().toString().equals(version))
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "policy "
                            + slot.name
                            + " has no version '"
                            + version
                            + "'; it has "
                            + slot.versions.stream().map(PolicyVersion::version).toList()));
    if (calls.hangs(wanted)) {
      throw new IllegalStateException(whyNotPromoted(slot, wanted));
    }
    calls.whenBack(wanted, () -> promote(slot, wanted));
  }

  private void promote(PolicySlot slot, PolicyVersion wanted) {
    if (calls.hangs(wanted)) {
      LOG.warn("{}", whyNotPromoted(slot, wanted));
    } else if (slot.versions.contains(wanted)) {
      setTrials(slot, trials -> trials.promote(wanted.version()));
    }
  }

  private static String whyNotPromoted(PolicySlot slot, PolicyVersion wanted) {
    return "policy "
        + slot.name
        + " "
        + wanted.version()
        + " is not promoted: it has not come back from an earlier call; promote it again when it"
        + " has, or replace it";
  }

  /**
   * Bars the version that serves, so that the best of the others does.
   *
   * @throws IllegalStateException when there is none
   */
  void setBack(PolicySlot slot, String why) {
    PolicyVersion serving = slot.serving().orElse(null);
    boolean another =
        slot.versions.stream().anyMatch(one -> !slot.isServedBy(one) && slot.trials.mayServe(one));
    if (serving == null || !another) {
      throw new IllegalStateException(
          "policy " + slot.name + " has no other version that could serve instead");
    }
    setTrials(slot, trials -> trials.bar(serving.version(), why));
  }

  private PolicySlot remembered(String policy) {
    Mode preset = settings.policyModes().getOrDefault(policy, Mode.ADVISE);
    PolicySlot slot =
        new PolicySlot(
            policy,
            journal.opened().policyMode(policy).orElse(preset),
            new Trials(policy, journal.opened().trials(policy)));
    slot.setParameters.putAll(journal.opened().parameters(policy));
    slot.setWindows(journal.opened().windows(policy));
    slot.setPriority(
        journal
            .opened()
            .priority(policy)
            .orElse(settings.policyPriorities().getOrDefault(policy, 0)));
    journal
        .opened()
        .state(policy)
        .ifPresent(
            state -> {
              slot.state = state;
              slot.stateKept = true;
            });
    return slot;
  }

  private void elect(PolicySlot slot) {
    slot.elect(clock.millis())
        .ifPresent(
            before -> {
              if (slot.trials.matters()) {
                keepTrials(slot);
              }
              String version = versionOf(slot.serving());
              LOG.info(
                  "policy {}: version {} serves (was {})",
                  slot.name,
                  version.isEmpty() ? "none" : version,
                  before.map(old -> old.version().toString()).orElse("none"));
              listener.swapped(slot, version, versionOf(before));
              slot.serving().ifPresent(serving -> takeOver(slot, serving));
            });
  }

  /**
   * Lets the version that serves take over the state of the one before, as soon as it has come back
   * from what it is deciding just now.
   */
  void takeOver(PolicySlot slot, PolicyVersion serving) {
    long election = slot.elections();
    calls.whenBack(
        serving,
        () -> {
          if (slot.elections() == election && !slot.isReady() && !calls.awaits(serving)) {
            takeOver(slot, serving, election);
          }
        });
  }

  private void takeOver(PolicySlot slot, PolicyVersion serving, long election) {
    calls.takeOver(
        serving,
        slot.state,
        slot.stateKept,
        takeOver -> {
          if (slot.elections() == election) {
            slot.tookOver(takeOver);
            changed.run();
          }
        },
        why -> {
          if (slot.elections() == election) {
            failed(slot, serving, "take over", why);
          }
        });
  }

  /** A version could not do its part. */
  static void failed(PolicySlot slot, PolicyVersion version, String what, String why) {
    String problem = version.version() + " could not " + what + ": " + why;
    if (!problem.equals(slot.problem())) {
      LOG.warn("policy {} {}", slot.name, problem);
    }
    slot.failed(problem);
  }

  /** The version as people write it; empty for none. */
  static String versionOf(Optional<PolicyVersion> version) {
    return version.map(some -> some.version().toString()).orElse("");
  }
}
