// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.transhume.api.model.Epoch;
import org.transhume.api.model.Explanation;
import org.transhume.api.model.MigrationPhase;
import org.transhume.api.model.Mode;
import org.transhume.api.mx.MigrationOrder;
import org.transhume.manager.internal.journal.JournalEntry.ManagerMode;
import org.transhume.manager.internal.journal.JournalEntry.MigrationBegun;
import org.transhume.manager.internal.journal.JournalEntry.MigrationClosed;
import org.transhume.manager.internal.journal.JournalEntry.MigrationHandedOver;
import org.transhume.manager.internal.journal.JournalEntry.PolicyParameterSet;
import org.transhume.manager.internal.journal.JournalEntry.PolicyStateKept;
import org.transhume.spi.coordination.Candidate;
import org.transhume.spi.coordination.MemoryCoordination;
import org.transhume.spi.coordination.Term;
import org.transhume.spi.policy.PolicyState;

class TermJournalTest {

  private final MemoryCoordination coordination = new MemoryCoordination();

  @AfterEach
  void endCoordination() {
    coordination.close();
  }

  @Test
  void shouldTellTheNextLeaderEverythingThatWasWritten() throws Exception {
    TermJournal first = new TermJournal(termOf("ada"));
    MigrationBegun begun = begun("m-1");
    written(first.append(begun));
    written(first.append(new MigrationHandedOver("m-1")));
    written(first.append(new ManagerMode(Mode.OBSERVE)));
    written(first.append(new PolicyParameterSet("hotspot", "limit", 0.75)));
    PolicyState state = new PolicyState(3, Map.of("since", 7L, "hot", List.of("a-204-02", true)));
    written(first.append(new PolicyStateKept("hotspot", state)));
    coordination.cut("ada");

    Ledger found = new TermJournal(termOf("bob")).opened();
    assertThat(found.unfinished()).containsExactly(begun);
    assertThat(found.mode()).contains(Mode.OBSERVE);
    assertThat(found.parameters("hotspot")).containsEntry("limit", 0.75);
    assertThat(found.state("hotspot")).contains(state);
  }

  @Test
  void shouldWriteNothingOnceItsTermIsOver() throws Exception {
    TermJournal journal = new TermJournal(termOf("ada"));
    coordination.cut("ada");

    assertThatThrownBy(() -> written(journal.append(new ManagerMode(Mode.OBSERVE))))
        .hasCauseInstanceOf(IOException.class);
    assertThat(coordination.log()).isEmpty();
  }

  @Test
  void shouldWriteNothingOnceItIsClosed() throws Exception {
    TermJournal journal = new TermJournal(termOf("ada"));
    journal.close();

    assertThatThrownBy(() -> written(journal.append(new ManagerMode(Mode.OBSERVE))))
        .hasCauseInstanceOf(IOException.class);
    assertThat(coordination.log()).isEmpty();
  }

  @Test
  void shouldStayShortHoweverMuchIsWritten() throws Exception {
    TermJournal journal = new TermJournal(termOf("ada"), 50);
    written(journal.append(begun("m-open")));
    for (int i = 0; i < 400; i++) {
      written(journal.append(begun("m-" + i)));
      written(
          journal.append(
              new MigrationClosed(
                  "m-" + i, "uuid", MigrationPhase.DONE, List.of(), 1_700_000_000_000L + i)));
    }
    coordination.cut("ada");

    assertThat(coordination.log()).hasSizeLessThan(60);
    Ledger found = new TermJournal(termOf("bob")).opened();
    assertThat(found.unfinished()).containsExactly(begun("m-open"));
    assertThat(found.lastOfEachDomain())
        .extracting(MigrationClosed::atEpochMillis)
        .containsExactly(1_700_000_000_399L);
  }

  @Test
  void shouldRefuseALogThatItCannotRead() throws Exception {
    written(termOf("ada").append(new byte[] {'?', 1, 2}));
    coordination.cut("ada");
    Term next = termOf("bob");

    assertThatThrownBy(() -> new TermJournal(next)).isInstanceOf(IOException.class);
  }

  private Term termOf(String name) throws InterruptedException {
    BlockingQueue<Term> terms = new LinkedBlockingQueue<>();
    coordination
        .through(name)
        .stand(
            name,
            new Candidate() {
              @Override
              public void elected(Term term) {
                terms.add(term);
              }

              @Override
              public void deposed(String why) {}
            });
    Term term = terms.poll(60, TimeUnit.SECONDS);
    assertThat(term).isNotNull();
    return term;
  }

  private static void written(CompletionStage<Void> stage) throws Exception {
    stage.toCompletableFuture().get(60, TimeUnit.SECONDS);
  }

  private static MigrationBegun begun(String id) {
    return new MigrationBegun(
        new MigrationOrder(
            id,
            new Epoch(0, 3),
            "uuid",
            "etch-1-1",
            "a-204-02",
            "a-204-03",
            60_000,
            Map.of(MigrationOrder.REQUESTED_BY, "ada")),
        "ada",
        new Explanation("OPERATOR", "wanted by an operator", Map.of("by", "ada")),
        1_700_000_000_000L);
  }
}
