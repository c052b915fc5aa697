// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal.migration;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.transhume.agent.internal.AgentContext;
import org.transhume.agent.internal.journal.AgentJournal;
import org.transhume.agent.internal.journal.RememberedOrder;
import org.transhume.api.model.Epoch;
import org.transhume.api.model.Explanation;
import org.transhume.api.model.MigrationPhase;
import org.transhume.api.mx.StepResult;

/**
 * Orders of the leader's that are of one kind and are carried out at most once each. An order is
 * written down before the hypervisor is asked; the same one again gets the same answer; one that
 * was given up is never begun; and where a crash left open how far one has come, it is looked at
 * and not begun anew. Belongs to the loop.
 */
final class OrderBook<O> {

  private static final Logger LOG = LoggerFactory.getLogger(OrderBook.class);
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9.-]{1,64}");

  private final MigrationSurroundings around;
  private final AgentContext context;
  private final Leadership leadership;
  private final Deed<O> deed;
  private final Map<String, Entry> entries = new LinkedHashMap<>();

  /** What is done under orders of a kind. */
  interface Deed<O> {

    /** The order's id. */
    String id(O order);

    /** Of the leader that gives it. */
    Epoch epoch(O order);

    /** What is to be written down of it. */
    RememberedOrder remembered(O order, MigrationPhase phase);

    /** Writes it down. */
    void write(AgentJournal file, String id, RememberedOrder order) throws IOException;

    /** What speaks against it at once; asked on the loop. */
    Optional<Explanation> objection(O order);

    /** What speaks against it after a look at the host; asked on a worker. */
    List<Explanation> lookBefore(O order);

    /**
     * Does it; called on a worker, once for each id, ever.
     *
     * @param ended takes how it ended, now or later, on the loop
     */
    void carryOut(O order, Consumer<StepResult> ended);

    /**
     * Finds out what became of one that was begun before the agent was restarted; on a worker.
     *
     * @param order as it is asked about now
     * @param ended as in {@link #carryOut}
     */
    void lookAfter(O order, RememberedOrder known, Consumer<StepResult> ended);

    /** It has ended so; on the loop, before the answer is given. */
    void ended(O order, StepResult result);

    /** The answer to an order that had ended before the agent was restarted. */
    StepResult over(RememberedOrder known);
  }

  private static final class Entry {
    private final CompletableFuture<StepResult> answer = new CompletableFuture<>();
    private RememberedOrder known;

    /** Whether it is from before a restart, so that nobody knows how far it came. */
    private boolean forgotten;

    Entry(RememberedOrder known) {
      this.known = known;
    }
  }

  OrderBook(MigrationSurroundings around, Leadership leadership, Deed<O> deed) {
    this.around = around;
    this.context = around.context();
    this.leadership = leadership;
    this.deed = deed;
  }

  /** Takes up what the journal remembers. */
  void recover(Map<String, RememberedOrder> remembered) {
    remembered.forEach(
        (id, known) -> {
          Entry entry = new Entry(known);
          entry.forgotten = !known.phase().isFinal();
          if (known.phase().isFinal()) {
            entry.answer.complete(deed.over(known));
          }
          entries.put(id, entry);
        });
  }

  /** Those that have not ended. */
  Stream<RememberedOrder> underWay() {
    return entries.values().stream()
        .map(entry -> entry.known)
        .filter(known -> !known.phase().isFinal());
  }

  /** Whether one that has not ended is about the domain of a uuid or of a name. */
  boolean concerns(String uuid, String domain) {
    return underWay()
        .anyMatch(known -> CreationDesk.isSame(known.domainUuid(), known.domain(), uuid, domain));
  }

  /** Carries it out, unless it was given before. */
  CompletableFuture<StepResult> give(O order) {
    return leadership.under(deed.epoch(order), () -> known(order).orElseGet(() -> begin(order)));
  }

  /** Gives it up, unless it was begun before. */
  CompletableFuture<StepResult> abort(O order) {
    return leadership.under(deed.epoch(order), () -> known(order).orElseGet(() -> giveUp(order)));
  }

  /** The answer to an order that was given before. */
  private Optional<CompletableFuture<StepResult>> known(O order) {
    Entry entry = entries.get(deed.id(order));
    if (entry == null) {
      return ID.matcher(deed.id(order)).matches()
          ? Optional.empty()
          : Optional.of(
              CompletableFuture.completedFuture(
                  refused(
                      "INVALID_ID", "an order's id is made of letters, digits, dots, hyphens")));
    }
    if (entry.forgotten) {
      entry.forgotten = false;
      RememberedOrder known = entry.known;
      context
          .execution()
          .workers()
          .execute(() -> deed.lookAfter(order, known, result -> end(order, entry, result)));
    }
    return Optional.of(entry.answer);
  }

  private CompletableFuture<StepResult> giveUp(O order) {
    Entry entry = enter(order, MigrationPhase.CANCELLED);
    write(order, entry, failure -> gaveUp(order, entry, failure));
    return entry.answer;
  }

  private Entry enter(O order, MigrationPhase phase) {
    Entry entry = new Entry(deed.remembered(order, phase));
    entries.put(deed.id(order), entry);
    forgetOldest();
    return entry;
  }

  /** As the journal does. */
  private void forgetOldest() {
    List<String> over =
        entries.keySet().stream().filter(id -> entries.get(id).answer.isDone()).toList();
    over.stream()
        .limit(Math.max(0, over.size() - AgentJournal.REMEMBERED))
        .forEach(entries::remove);
  }

  private void write(O order, Entry entry, Consumer<Optional<IOException>> then) {
    around
        .journal()
        .write(
            file -> deed.write(file, deed.id(order), entry.known),
            failure -> context.loop().execute(() -> then.accept(failure)));
  }

  /** Until it is written down that it is given up, a restart could forget so. */
  private void gaveUp(O order, Entry entry, Optional<IOException> failure) {
    if (failure.isPresent()) {
      entries.remove(deed.id(order));
      entry.answer.complete(
          StepResult.refused(
              MigrationPhase.PREPARING, List.of(JournalLane.explain(failure.get()))));
    } else {
      entry.answer.complete(StepResult.accepted(MigrationPhase.CANCELLED));
    }
  }

  private CompletableFuture<StepResult> begin(O order) {
    Optional<Explanation> objection = deed.objection(order);
    Entry entry = enter(order, MigrationPhase.PREPARING);
    if (objection.isPresent()) {
      end(order, entry, StepResult.refused(MigrationPhase.REFUSED, List.of(objection.get())));
      return entry.answer;
    }
    context
        .execution()
        .workers()
        .execute(
            () -> {
              List<Explanation> reasons = deed.lookBefore(order);
              context.loop().execute(() -> looked(order, entry, reasons));
            });
    return entry.answer;
  }

  private void looked(O order, Entry entry, List<Explanation> reasons) {
    if (reasons.isEmpty()) {
      write(order, entry, failure -> recorded(order, entry, failure));
    } else {
      end(order, entry, StepResult.refused(MigrationPhase.REFUSED, reasons));
    }
  }

  private void recorded(O order, Entry entry, Optional<IOException> failure) {
    if (failure.isPresent()) {
      entry.known = entry.known.with(MigrationPhase.REFUSED);
      entry.answer.complete(
          StepResult.refused(MigrationPhase.REFUSED, List.of(JournalLane.explain(failure.get()))));
    } else if (leadership.epoch().isNewerThan(deed.epoch(order))) {
      end(order, entry, refused("STALE_EPOCH", "a newer leader came while it was being checked"));
    } else {
      context
          .execution()
          .workers()
          .execute(() -> deed.carryOut(order, result -> end(order, entry, result)));
    }
  }

  /** An end that cannot be written is told all the same: after a restart, what is found tells. */
  private void end(O order, Entry entry, StepResult result) {
    entry.known = entry.known.with(result.phase());
    deed.ended(order, result);
    around.watch().lookSoon();
    write(
        order,
        entry,
        failure -> {
          failure.ifPresent(e -> LOG.warn("{}: an order's end is not kept", context.host(), e));
          entry.answer.complete(result);
        });
  }

  static StepResult refused(String code, String text) {
    return StepResult.refused(MigrationPhase.REFUSED, List.of(Explanation.of(code, text)));
  }
}
