// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.transhume.api.model.Epoch;
import org.transhume.api.model.Explanation;
import org.transhume.api.model.MigrationPhase;
import org.transhume.api.model.MigrationSnapshot;
import org.transhume.api.mx.BootOrder;
import org.transhume.api.mx.StepResult;
import org.transhume.manager.internal.journal.Journal;
import org.transhume.manager.internal.journal.LossEntry.BootBegun;
import org.transhume.manager.internal.journal.LossEntry.BootClosed;
import org.transhume.manager.internal.journal.LossEntry.DomainCreated;
import org.transhume.manager.internal.journal.LossEntry.DomainKnown;
import org.transhume.manager.internal.view.ClusterView;

/**
 * Boots domains of hosts that are off, and creates those that operators want, each exactly once.
 * The intent is written down before the target hears of it. Once an answer is missing, or the
 * manager was restarted, nothing is ordered again: the target is asked to give the boot up, and its
 * answer says whether it had been begun. Belongs to the loop.
 */
final class Boots {

  private static final Logger LOG = LoggerFactory.getLogger(Boots.class);

  /** For how long it is remembered that one has ended. */
  private static final long LANDED_MILLIS = 120_000;

  private final Loop loop;
  private final Journal journal;
  private final ClusterView view;
  private final DomainRecords records;
  private final Epoch epoch;
  private final Listener listener;
  private final Map<String, Run> runs = new TreeMap<>();
  private final Map<String, Long> lastAtTarget = new HashMap<>();
  private final List<Coming> landed = new ArrayList<>();

  /** Who hears of boots; on the loop. */
  interface Listener {

    /** A boot ended; what became of the domain is recorded already. */
    void ended(BootBegun boot, MigrationPhase phase, List<Explanation> reasons);

    /** An agent knows a newer leader. */
    void superseded(String why);
  }

  /**
   * How a boot ended.
   *
   * @param boot which
   * @param phase DONE, REFUSED, CANCELLED or REPAIR
   * @param reasons why not, when it was not booted
   * @param uuid the domain's, as far as it is known
   */
  record Ending(BootBegun boot, MigrationPhase phase, List<Explanation> reasons, String uuid) {}

  /**
   * A domain that comes to a host, or has come and may not be in its sample so far.
   *
   * @param boot which
   * @param memoryBytes that it takes
   * @param endedMillis when that ended, by the loop's clock; empty while it is under way
   */
  record Coming(BootBegun boot, long memoryBytes, OptionalLong endedMillis) {}

  private static final class Run {
    private final BootBegun begun;
    private final long memoryBytes;
    private final Pursuit pursuit;
    private final CompletableFuture<Ending> ending = new CompletableFuture<>();

    Run(BootBegun begun, long memoryBytes, Pursuit pursuit) {
      this.begun = begun;
      this.memoryBytes = memoryBytes;
      this.pursuit = pursuit;
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
      newRun(begun, 0, "").pursuit.takeUp();
    }
  }

  /** The boot of that domain that has not ended. */
  Optional<BootBegun> of(String uuid) {
    return Optional.ofNullable(runs.get(uuid)).map(run -> run.begun);
  }

  /** The boot, not ended, of a domain that has that uuid or that name. */
  Optional<BootBegun> concerning(String uuid, String domain) {
    return runs.values().stream()
        .map(run -> run.begun)
        .filter(begun -> isOf(begun, uuid, domain))
        .findFirst();
  }

  private static boolean isOf(BootBegun begun, String uuid, String domain) {
    return begun.domain().equals(domain) || (!uuid.isEmpty() && begun.uuid().equals(uuid));
  }

  /** Done, on the loop, when that boot, which has not ended, has. */
  CompletionStage<Ending> ending(BootBegun begun) {
    return runs.get(begun.key()).ending;
  }

  /** Whether a boot of a domain of that uuid or name has ended since then. */
  boolean hasEndedSince(String uuid, String domain, long monotonicMillis) {
    return landed.stream()
        .filter(one -> one.endedMillis().getAsLong() >= monotonicMillis)
        .anyMatch(one -> isOf(one.boot(), uuid, domain));
  }

  /** What comes to hosts, and what has come to those that have not been heard since. */
  List<Coming> coming() {
    List<Coming> all = new ArrayList<>();
    runs.values()
        .forEach(run -> all.add(new Coming(run.begun, run.memoryBytes, OptionalLong.empty())));
    landed.stream()
        .filter(one -> !view.heardSince(one.boot().target(), one.endedMillis().getAsLong()))
        .forEach(all::add);
    return all;
  }

  /** The same as a move to its target. */
  static MigrationSnapshot asMove(BootBegun boot) {
    return new MigrationSnapshot(
        boot.id(), boot.uuid(), boot.lostHost(), boot.target(), MigrationPhase.PREPARING);
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

  /**
   * Begins to boot.
   *
   * @return done, on the loop, when it has ended
   */
  CompletionStage<Ending> begin(BootBegun begun, long memoryBytes, String configuration) {
    Run run = newRun(begun, memoryBytes, configuration);
    journal
        .append(begun)
        .whenComplete((done, failure) -> loop.execute(() -> recorded(run, failure)));
    return run.ending;
  }

  private void recorded(Run run, Throwable failure) {
    if (failure != null) {
      runs.remove(run.begun.key());
      tell(
          run,
          MigrationPhase.CANCELLED,
          List.of(Explanation.of("JOURNAL", "not begun: " + failure.getMessage())),
          run.begun.uuid());
      return;
    }
    records.known().add(run.begun);
    run.pursuit.begin(view.agent(run.begun.lostHost()).isEmpty());
  }

  /** The host of a boot is heard: what it knows decides. */
  void connected(String host) {
    runs.values().stream()
        .filter(run -> run.begun.target().equals(host))
        .forEach(run -> run.pursuit.heard());
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
                    List.of(Explanation.of("TARGET_OFF", host + " is off itself")),
                    run.begun.uuid()));
  }

  private Run newRun(BootBegun begun, long memoryBytes, String configuration) {
    BootOrder order =
        new BootOrder(
            begun.id(), epoch, begun.uuid(), begun.domain(), begun.lostHost(), configuration);
    Run run =
        new Run(
            begun,
            memoryBytes,
            new Pursuit(
                loop,
                view,
                new Pursuit.Errand(
                    begun.id(),
                    begun.target(),
                    agent -> agent.boot(order),
                    agent -> agent.abortBoot(order),
                    result -> answered(begun, result),
                    listener::superseded)));
    runs.put(begun.key(), run);
    return run;
  }

  private void answered(BootBegun begun, StepResult result) {
    String uuid = result.attachments().getOrDefault(StepResult.DOMAIN_UUID, "");
    close(
        runs.get(begun.key()),
        result.phase(),
        result.reasons(),
        uuid.isEmpty() ? begun.uuid() : uuid);
  }

  private void close(Run run, MigrationPhase phase, List<Explanation> reasons, String uuid) {
    long now = loop.monotonicMillis();
    runs.remove(run.begun.key());
    run.pursuit.end();
    lastAtTarget.put(run.begun.target(), now);
    landed.removeIf(one -> now - one.endedMillis().getAsLong() > LANDED_MILLIS);
    landed.add(new Coming(run.begun, run.memoryBytes, OptionalLong.of(now)));
    if (run.begun.isCreation() && phase == MigrationPhase.DONE) {
      created(run, uuid);
    }
    records.keep("boot " + run.begun.id(), new BootClosed(run.begun.id(), phase, reasons));
    LOG.info(
        "boot {} of {} on {}: {} {}",
        run.begun.id(),
        run.begun.domain(),
        run.begun.target(),
        phase,
        reasons);
    tell(run, phase, reasons, uuid);
  }

  /** From now on it is lost with its host, whether a sample will ever show it or not. */
  private void created(Run run, String uuid) {
    BootBegun begun = run.begun;
    records.keep("creation " + begun.id(), new DomainCreated(begun, uuid));
    if (!uuid.isEmpty()) {
      records.keep(
          "domain " + uuid,
          new DomainKnown(uuid, begun.domain(), begun.target(), run.memoryBytes, true));
    }
  }

  private void tell(Run run, MigrationPhase phase, List<Explanation> reasons, String uuid) {
    listener.ended(run.begun, phase, reasons);
    run.ending.complete(new Ending(run.begun, phase, reasons, uuid));
  }
}
