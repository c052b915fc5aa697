// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.transhume.agent.internal.watch.ProbeParameters;
import org.transhume.agent.internal.wrapper.WrapperMemory;
import org.transhume.api.model.Epoch;
import org.transhume.api.model.HostState;
import org.transhume.api.model.MigrationPhase;
import org.transhume.api.mx.DeedState;
import org.transhume.api.mx.DomainElsewhere;
import org.transhume.api.mx.MigrationOrder;
import org.transhume.api.mx.StandingRules;
import org.transhume.api.mx.WrapperDeed;
import org.transhume.api.mx.WrapperPhase;
import org.transhume.journal.DiskFolder;
import org.transhume.journal.JournalRepair;
import org.transhume.journal.RecordFile;
import org.transhume.journal.SimulatedFolder;
import org.transhume.journal.SimulatedFolder.PowerLost;
import org.transhume.migration.side.Side;
import org.transhume.migration.side.Step;
import org.transhume.spi.wrapper.WrapperState;

class AgentJournalTest {

  private static final String FILE = "agent.journal";

  @TempDir Path home;
  private Path folder;
  private Path path;

  @BeforeEach
  void choosePath() {
    folder = home.resolve("a-204-02");
    path = folder.resolve(FILE);
  }

  private static MigrationOrder order(String id) {
    return new MigrationOrder(
        id,
        new Epoch(2, 7),
        "uuid",
        "name with blanks and %, ü\n",
        "a",
        "b",
        5000,
        Map.of("k", "v w", "empty", ""));
  }

  private AgentJournal.Opened open() throws IOException {
    return AgentJournal.open(DiskFolder.at(folder));
  }

  private void write() throws IOException {
    try (AgentJournal journal = open().journal()) {
      journal.epoch(new Epoch(1, 3));
      journal.hostState(HostState.DRAINING);
      journal.order(Side.TARGET, order("m-1"));
      journal.step("m-1", Step.BEGUN);
      journal.step("m-1", Step.READY);
    }
  }

  @Test
  void shouldKnowFromTheEndOfAMigrationWhereItsDomainIs() throws IOException {
    try (AgentJournal journal = open().journal()) {
      journal.elsewhere(List.of(new DomainElsewhere("other", "etch-1-2", "c")));
      journal.order(Side.SOURCE, order("m-1"));
      journal.end("m-1", MigrationPhase.DONE);
    }
    List<DomainElsewhere> left =
        List.of(
            new DomainElsewhere("other", "etch-1-2", "c"),
            new DomainElsewhere("uuid", order("m-1").domain(), "b"));
    AgentJournal.Opened opened = open();
    assertThat(opened.elsewhere()).isEqualTo(left);

    opened.journal().order(Side.TARGET, order("m-2"));
    opened.journal().end("m-2", MigrationPhase.ROLLED_BACK);
    opened.journal().close();
    opened = open();
    assertThat(opened.elsewhere()).isEqualTo(left);
    opened.journal().order(Side.TARGET, order("m-3"));
    opened.journal().end("m-3", MigrationPhase.DONE);
    opened.journal().close();
    opened = open();
    assertThat(opened.elsewhere()).isEqualTo(left.subList(0, 1));
    opened.journal().boot("b-1", new RememberedOrder("other", "etch-1-2", MigrationPhase.DONE));
    opened.journal().close();
    opened = open();
    assertThat(opened.elsewhere()).isEmpty();
    opened.journal().close();
  }

  @Test
  void shouldRememberTheLastRulesAlsoWhenItHasBeenCompacted() throws IOException {
    StandingRules last =
        new StandingRules(new Epoch(1, 3), 8, List.of("n-plus-one", "spread web across rack"));
    try (AgentJournal journal = open().journal()) {
      for (long revision = 1; revision < 8; revision++) {
        journal.rules(new StandingRules(new Epoch(1, 3), revision, List.of("max-online 3")));
      }
      journal.rules(last);
    }

    try (AgentJournal journal = open().journal()) {
      journal.hostState(HostState.ACTIVE);
    }

    assertThat(open().rules()).isEqualTo(last);
    assertThat(Files.readString(path)).doesNotContain("max-online");
  }

  @Test
  void shouldRememberTheLastWordOnEachWrapperThatIsStillHere() throws IOException {
    WrapperMemory old = wrapper("shop", 1, "1 order");
    WrapperMemory last = wrapper("shop", 2, "2 orders; and = \n ü");
    try (AgentJournal journal = open().journal()) {
      journal.wrapper(old);
      journal.wrapper(wrapper("database", 7, ""));
      journal.wrapper(last);
      journal.wrapperGone("uuid", "database");
    }

    try (AgentJournal journal = open().journal()) {
      journal.hostState(HostState.ACTIVE);
    }
    assertThat(open().wrappers()).containsExactly(last);
    assertThat(Files.readString(path)).doesNotContain("database");
  }

  private static WrapperMemory wrapper(String name, long revision, String text) {
    return new WrapperMemory(
        "uuid",
        "etch-1-1",
        name,
        "a-204-02/17",
        revision,
        WrapperPhase.STARTED,
        Map.of("port", "8080"),
        new WrapperState(3, Map.of("orders", text)),
        List.of(
            WrapperDeed.begun("d-1", "start", "a-204-02", 17).ended(DeedState.DONE, text, 18),
            WrapperDeed.begun("d-2", "count", "a-204-02", 19)));
  }

  @Test
  void shouldRememberEverythingAfterARestart() throws IOException {
    write();

    AgentJournal.Opened opened = open();

    assertThat(opened.epoch()).isEqualTo(new Epoch(1, 3));
    assertThat(opened.hostState()).isEqualTo(HostState.DRAINING);
    assertThat(opened.migrations().get("m-1"))
        .isEqualTo(
            new RememberedMigration(
                Side.TARGET, order("m-1"), List.of(Step.BEGUN, Step.READY), Optional.empty()));
    opened.journal().close();
  }

  @Test
  void shouldCutATornRecordAndKeepAllBeforeItWhereverItWasTorn() throws IOException {
    write();
    byte[] whole = Files.readAllBytes(path);
    for (int length = 0; length < whole.length; length++) {
      byte[] torn = Arrays.copyOf(whole, length);
      Files.write(path, torn);

      AgentJournal.Opened opened = open();
      opened.journal().step("m-1", Step.GO);
      opened.journal().close();

      long wholeRecords =
          new String(torn, StandardCharsets.US_ASCII).chars().filter(c -> c == '\n').count();
      boolean known = wholeRecords >= 3;
      assertThat(opened.migrations().containsKey("m-1")).as("cut at %d", length).isEqualTo(known);
      if (known) {
        AgentJournal.Opened again = open();
        assertThat(again.migrations().get("m-1").steps()).endsWith(Step.GO);
        again.journal().close();
      }
    }
  }

  @Test
  void shouldRefuseToGoOnWhenARecordIsDamagedAndNameTheRepair() throws IOException {
    write();
    byte[] bytes = Files.readAllBytes(path);
    bytes[12] ^= 1;
    Files.write(path, bytes);

    assertThatThrownBy(this::open)
        .isInstanceOf(IOException.class)
        .hasMessageContaining(path + " is damaged at byte 0")
        .hasMessageContaining("transhume journal repair " + path);
    assertThat(Files.readAllBytes(path)).isEqualTo(bytes);
  }

  /** Another record may have said that GO passes: nothing that GO forbids may be done any more. */
  @Test
  void shouldTakeAGoForPossibleWhereARepairHasFoundAGap() throws IOException {
    write();
    try (AgentJournal journal = open().journal()) {
      journal.order(Side.SOURCE, order("m-0"));
      journal.end("m-0", MigrationPhase.DONE);
      journal.step("m-1", Step.GO);
      journal.order(Side.SOURCE, order("m-2"));
    }
    String text = Files.readString(path);
    Files.writeString(path, text.replace("step m-1 GO", "step m-1 G0"));
    try (DiskFolder disk = DiskFolder.at(folder)) {
      JournalRepair.of(disk, FILE);
    }

    for (int time = 0; time < 2; time++) {
      AgentJournal.Opened opened = open();
      assertThat(opened.migrations().get("m-0").steps()).isEmpty();
      assertThat(opened.migrations().get("m-1").steps())
          .containsExactly(Step.BEGUN, Step.READY, Step.GO);
      assertThat(opened.migrations().get("m-2").steps()).isEmpty();
      opened.journal().close();
    }
  }

  @Test
  void shouldForgetOldEndsAndNothingThatIsUnderWay() throws IOException {
    write();
    try (AgentJournal journal = open().journal()) {
      for (int i = 0; i < 300; i++) {
        journal.order(Side.SOURCE, order("e-" + i));
        journal.end("e-" + i, MigrationPhase.DONE);
      }
    }

    AgentJournal.Opened opened = open();
    opened.journal().close();

    assertThat(opened.migrations()).hasSize(201).containsKeys("m-1", "e-299", "e-100");
    assertThat(opened.migrations()).doesNotContainKey("e-99");
    AgentJournal.Opened again = open();
    assertThat(again.migrations()).isEqualTo(opened.migrations());
    assertThat(again.epoch()).isEqualTo(new Epoch(1, 3));
    again.journal().close();
  }

  /** An agent runs for years. */
  @Test
  void shouldStaySmallWhileItIsOpen() throws IOException {
    SimulatedFolder memory = new SimulatedFolder();
    AgentJournal journal = AgentJournal.open(memory).journal();
    journal.order(Side.TARGET, order("m-1"));
    for (int i = 0; i < 40_000; i++) {
      journal.order(Side.SOURCE, order("e-" + i));
      journal.step("e-" + i, Step.BEGUN);
      journal.end("e-" + i, MigrationPhase.DONE);
    }

    assertThat(memory.read(FILE).orElseThrow()).hasSizeLessThan(2 << 20);
    AgentJournal.Opened opened = AgentJournal.open(memory.withForcedOnly());
    assertThat(opened.migrations()).containsKeys("m-1", "e-39999", "e-39800").hasSize(201);
  }

  @Test
  void shouldRememberAfterALossOfPowerAtAnyMomentAllThatWasWrittenByThen() throws IOException {
    int operation = 0;
    boolean wentOn = true;
    while (wentOn) {
      SimulatedFolder memory = new SimulatedFolder().losingPowerAt(operation);
      List<Step> told = new ArrayList<>();
      wentOn = !migrates(memory, told);
      for (SimulatedFolder after : memory.afterPowerLoss()) {
        AgentJournal.Opened opened = AgentJournal.open(after);
        List<Step> found =
            Optional.ofNullable(opened.migrations().get("m-1"))
                .map(RememberedMigration::steps)
                .orElse(List.of());
        assertThat(found.size()).isBetween(told.size(), told.size() + 1);
        assertThat(found.subList(0, told.size())).as("power lost at %d", operation).isEqualTo(told);
      }
      operation++;
    }
    assertThat(operation).isGreaterThan(15);
  }

  /** Returns whether it came to its end. */
  private static boolean migrates(SimulatedFolder memory, List<Step> told) throws IOException {
    try {
      AgentJournal journal = AgentJournal.open(memory).journal();
      journal.epoch(new Epoch(0, 1));
      journal.probeParameters("cpu", new ProbeParameters(1000, 0.8, 0.6, 3000));
      journal.order(Side.SOURCE, order("m-1"));
      for (Step step : List.of(Step.BEGUN, Step.READY, Step.GRANT, Step.GO)) {
        journal.step("m-1", step);
        told.add(step);
      }
      return true;
    } catch (PowerLost e) {
      return false;
    }
  }

  @Test
  void shouldHoldNothingThatAFullDiskHasRefused() throws IOException {
    SimulatedFolder memory = new SimulatedFolder();
    AgentJournal journal = AgentJournal.open(memory).journal();
    journal.order(Side.SOURCE, order("m-1"));
    memory.fill(true);

    assertThatThrownBy(() -> journal.step("m-1", Step.GO))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("agent.journal cannot be written (No space left on device)")
        .hasMessageContaining("free some space");

    memory.fill(false);
    journal.step("m-1", Step.STOPPED);
    assertThat(AgentJournal.open(memory.withForcedOnly()).migrations().get("m-1").steps())
        .containsExactly(Step.STOPPED);
  }

  @Test
  void shouldNameThePathWhenItCannotBeWritten() throws IOException {
    AgentJournal journal = open().journal();
    journal.close();

    assertThatThrownBy(() -> journal.step("m-1", Step.GO))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(path.toString());
  }

  @Test
  void shouldRefuseRecordsOfAnotherVersionAndGiveTheFolderFree() throws IOException {
    try (RecordFile file = RecordFile.open(DiskFolder.at(folder), FILE).file()) {
      file.append(List.of(List.of("standing-rule", "x")));
    }

    for (int time = 0; time < 2; time++) {
      assertThatThrownBy(this::open)
          .hasMessageContaining("another version")
          .hasMessageContaining("standing-rule");
    }
  }

  @Test
  void shouldNotBeSharedByTwoAgents() throws IOException {
    try (AgentJournal first = open().journal()) {
      first.epoch(new Epoch(0, 1));
      assertThatThrownBy(this::open)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("in use by another manager or agent");
    }
  }
}
