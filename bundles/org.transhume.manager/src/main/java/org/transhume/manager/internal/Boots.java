// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.transhume.api.model.Epoch;
import org.transhume.api.model.Explanation;
import org.transhume.api.model.MigrationPhase;
import org.transhume.api.mx.BootOrder;
import org.transhume.api.mx.StepResult;
import org.transhume.manager.internal.journal.Journal;
import org.transhume.manager.internal.journal.LossEntry.BootBegun;
import org.transhume.manager.internal.journal.LossEntry.BootClosed;
import org.transhume.manager.internal.view.ClusterView;

/**
 * Boots domains of hosts that are off, each exactly once. The intent is written down before the
 * target hears of it. Once an answer is missing, or the manager was restarted, nothing is ordered
 * again: the target is asked to give the boot up, and its answer says whether it had been begun.
 * Belongs to the loop.
 */
final class Boots {

  private static final Logger LOG = LoggerFactory.getLogger(Boots.class);
  private static final long AGAIN_MILLIS = 2_000;

  private final Loop loop;
  private final Journal journal;
  private final ClusterView view;
  private final DomainRecords records;
  private final Epoch epoch;
  private final Listener listener;
  private final Map<String, Run> runs = new TreeMap<>();
  private final Map<String, Long> lastAtTarget = new HashMap<>();

  /** Who hears of boots; on the loop. */
  interface Listener {

    /** A boot ended; what became of the domain is recorded already. */
    void ended(BootBegun boot, MigrationPhase phase, List<Explanation> reasons);

    /** An agent knows a newer leader. */
    void superseded(String why);
  }

  private static final class Run {
    private final BootBegun begun;
    private final String configuration;
    private boolean ordered;
    private boolean asking;

    Run(BootBegun begun, String configuration) {
      this.begun = begun;
      this.configuration = configuration;
    }
  }

  Boots(
      Loop loop,
      Journal journal,
      ClusterView view,
      DomainRecords records,
      Epoch epoch,
      Listener listener) {
    this.loop = loop;
    this.journal = journal;
    this.view = view;
    this.records = records;
    this.epoch = epoch;
    this.listener = listener;
  }

  /** Takes up what an earlier manager had begun. */
  void recover() {
    for (BootBegun begun : records.known().unfinishedBoots()) {
      LOG.warn("boot {} of {} on {} was under way", begun.id(), begun.domain(), begun.target());
      Run run = new Run(begun, "");
      run.ordered = true;
      runs.put(begun.uuid(), run);
      ask(run);
    }
  }

  /** The boot of that domain that has not ended. */
  Optional<BootBegun> of(String uuid) {
    return Optional.ofNullable(runs.get(uuid)).map(run -> run.begun);
  }

  /** Every boot that has not ended. */
  List<BootBegun> all() {
    return runs.values().stream().map(run -> run.begun).toList();
  }

  /** Whether a domain is being booted there, or its host has not been heard since one was. */
  boolean isBusy(String target) {
    return runs.values().stream().anyMatch(run -> run.begun.target().equals(target))
        || (lastAtTarget.containsKey(target) && !view.heardSince(target, lastAtTarget.get(target)));
  }

  /** Begins to boot. */
  void begin(BootBegun begun, String configuration) {
    Run run = new Run(begun, configuration);
    runs.put(begun.uuid(), run);
    journal
        .append(begun)
        .whenComplete((done, failure) -> loop.execute(() -> recorded(run, failure)));
  }

  private void recorded(Run run, Throwable failure) {
    if (failure != null) {
      runs.remove(run.begun.uuid());
      listener.ended(
          run.begun,
          MigrationPhase.CANCELLED,
          List.of(Explanation.of("JOURNAL", "not begun: " + failure.getMessage())));
      return;
    }
    records.known().add(run.begun);
    ask(run);
  }

  /** The host of a boot is heard: what it knows decides. */
  void connected(String host) {
    runs.values().stream().filter(run -> run.begun.target().equals(host)).forEach(this::ask);
  }

  /** Whatever was begun there is over: that host is known to be off itself. */
  void targetIsOff(String host) {
    List.copyOf(runs.values()).stream()
        .filter(run -> run.begun.target().equals(host))
        .forEach(
            run ->
                close(
                    run,
                    MigrationPhase.CANCELLED,
                    List.of(Explanation.of("TARGET_OFF", host + " is off itself"))));
  }

  private void ask(Run run) {
    Optional<AgentPort> agent = view.agent(run.begun.target());
    boolean mayOrder = view.agent(run.begun.lostHost()).isEmpty();
    if (agent.isEmpty() || run.asking) {
      run.ordered |= agent.isEmpty();
      return;
    }
    BootOrder order =
        new BootOrder(
            run.begun.id(),
            epoch,
            run.begun.uuid(),
            run.begun.domain(),
            run.begun.lostHost(),
            run.configuration);
    boolean first = !run.ordered && mayOrder;
    run.ordered = true;
    run.asking = true;
    (first ? agent.get().boot(order) : agent.get().abortBoot(order))
        .whenComplete((result, failure) -> loop.execute(() -> answered(run, result, failure)));
  }

  private void answered(Run run, StepResult result, Throwable failure) {
    run.asking = false;
    if (runs.get(run.begun.uuid()) != run) {
      return;
    }
    if (failure == null && NewerLeader.toldBy(result).isPresent()) {
      listener.superseded(NewerLeader.toldBy(result).get());
    } else if (failure == null && result.phase().isFinal()) {
      close(run, result.phase(), result.reasons());
    } else {
      LOG.debug("boot {} is undecided: {}", run.begun.id(), result, failure);
      loop.schedule(AGAIN_MILLIS, () -> askUnlessClosed(run));
    }
  }

  private void askUnlessClosed(Run run) {
    if (runs.get(run.begun.uuid()) == run) {
      ask(run);
    }
  }

  private void close(Run run, MigrationPhase phase, List<Explanation> reasons) {
    runs.remove(run.begun.uuid());
    lastAtTarget.put(run.begun.target(), loop.monotonicMillis());
    records.keep("boot " + run.begun.id(), new BootClosed(run.begun.id(), phase, reasons));
    LOG.info(
        "boot {} of {} on {}: {} {}",
        run.begun.id(),
        run.begun.domain(),
        run.begun.target(),
        phase,
        reasons);
    listener.ended(run.begun, phase, reasons);
  }
}
