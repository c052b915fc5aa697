// SPDX-License-Identifier: Apache-2.0
package org.transhume.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.transhume.journal.SimulatedFolder.PowerLost;

/**
 * Pulls the plug at every operation of a run, and looks at every state that the disk may then be
 * in: whatever was not forced is there, or in part, or with missing sectors, or not at all.
 */
class PowerLossTest {

  private static final String NAME = "a.journal";

  /** A run of appends and compactions, and what may be found after it has ended anywhere. */
  private static final class Run {

    private final RecordFile file;
    private Set<List<List<String>>> possible = Set.of(List.of());

    Run(JournalFolder folder) throws IOException {
      this.file = RecordFile.open(folder, NAME).file();
    }

    void all() throws IOException {
      append(List.of(record("epoch", "0", "7")));
      append(List.of(record("order", "m-1", "a name with blanks; and signs %")));
      append(List.of(record("step", "m-1", "READY"), record("step", "m-1", "GRANT"), record("")));
      append(List.of(record("big", "x".repeat(1300))));
      append(List.of(record("step", "m-1", "GO")));
      compact(List.of(record("epoch", "0", "7"), record("step", "m-1", "GO")));
      append(List.of(record("end", "m-1", "DONE")));
      append(List.of(record("order", "m-2", "y".repeat(500)), record("step", "m-2", "BEGUN")));
      compact(List.of(record("epoch", "0", "7")));
      compact(List.of(record("epoch", "0", "8")));
      append(List.of(record("epoch", "0", "9")));
    }

    void append(List<List<String>> records) throws IOException {
      Set<List<List<String>>> after = new LinkedHashSet<>();
      possible.forEach(
          before -> after.add(Stream.concat(before.stream(), records.stream()).toList()));
      Set<List<List<String>>> either = new LinkedHashSet<>(possible);
      either.addAll(after);
      possible = either;
      file.append(records);
      possible = after;
    }

    void compact(List<List<String>> records) {
      Set<List<List<String>>> either = new LinkedHashSet<>(possible);
      either.add(records);
      possible = either;
      file.compact(records);
      possible = Set.of(records);
    }

    private static List<String> record(String... words) {
      return List.of(words);
    }
  }

  @Test
  void shouldLoseNothingThatWasToldToBeThereWhereverThePlugIsPulled() throws IOException {
    assertThat(pullEverywhere(folder -> folder)).isGreaterThan(3_000);
  }

  /** Without this the test above could be one that sees nothing. */
  @ParameterizedTest
  @ValueSource(strings = {"force", "forceNames"})
  void shouldNoticeWhenOneOfTheOperationsIsLeftOut(String operation) {
    assertThatThrownBy(() -> pullEverywhere(folder -> without(operation, folder)))
        .isInstanceOf(AssertionError.class);
  }

  /** What a process finds that was killed before it forced may be acted upon: it has to stay. */
  @Test
  void shouldKeepWhatWasFoundAfterAKillEvenWhenThePowerIsLostThen() throws IOException {
    int operations = operationsOfARun();
    for (int killed = 0; killed < operations; killed++) {
      SimulatedFolder folder = interrupted(killed).folder().afterKill();

      List<List<String>> found = RecordFile.open(folder, NAME).records();

      for (SimulatedFolder after : folder.afterPowerLoss()) {
        assertThat(RecordFile.open(after, NAME).records())
            .as("killed at %d", killed)
            .isEqualTo(found);
      }
    }
  }

  /** One that was found by a process that was killed as it cut the end and made it new. */
  @Test
  void shouldSurviveALossOfPowerWhileItRecoversFromOne() throws IOException {
    int operations = operationsOfARun();
    for (int first = 0; first < operations; first++) {
      Interrupted run = interrupted(first);
      List<SimulatedFolder> states = run.folder().afterPowerLoss();
      SimulatedFolder worst = states.get(states.size() / 2);
      for (int second = 0; second < 3; second++) {
        SimulatedFolder again = worst.afterKill().losingPowerAt(second);
        assertThatThrownBy(() -> RecordFile.open(again, NAME)).isInstanceOf(PowerLost.class);
        for (SimulatedFolder after : again.afterPowerLoss()) {
          assertThat(run.possible()).contains(RecordFile.open(after, NAME).records());
        }
      }
    }
  }

  /** As on a full or failing disk: what is refused is not there, and what is told later is. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5})
  void shouldGoOnAfterFailuresAndHoldNothingThatWasRefused(int inARow) throws IOException {
    int operations = operationsOfARun();
    for (int first = 3; first < operations; first++) {
      int from = first;
      SimulatedFolder folder = new SimulatedFolder();
      RecordFile file = RecordFile.open(folder, NAME).file();
      folder.failingAt(operation -> operation >= from && operation < from + inARow);
      List<List<String>> told = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        List<String> record = List.of("record", "z".repeat(i % 3 == 0 ? 200 : 10) + i);
        try {
          file.append(List.of(record));
          told.add(record);
        } catch (IOException e) {
          assertThat(e).hasMessageContaining(NAME).hasMessageContaining("free some space");
        }
        if (i % 4 == 3) {
          file.compact(told);
        }
      }
      appendAtLast(file, told, List.of("last"));

      for (SimulatedFolder after : folder.afterPowerLoss()) {
        assertThat(RecordFile.open(after, NAME).records())
            .as("failing at %d", from)
            .isEqualTo(told);
      }
    }
  }

  @Test
  void shouldLeaveTheDamagedFileOrTheRepairedOneWhereverARepairIsInterrupted() throws IOException {
    byte[] damaged = damaged();
    List<List<String>> repaired = repaired(damaged);
    int operations = 8;
    for (int lostAt = 0; lostAt <= operations; lostAt++) {
      SimulatedFolder folder = new SimulatedFolder();
      folder.append(NAME, damaged);
      folder.force(NAME);
      folder.forceNames();
      folder.losingPowerAt(folder.operations() + lostAt);
      try {
        JournalRepair.of(folder, NAME);
        assertThat(lostAt).isEqualTo(operations);
      } catch (PowerLost e) {
        assertThat(lostAt).isLessThan(operations);
      }
      for (SimulatedFolder after : folder.afterPowerLoss()) {
        byte[] found = after.read(NAME).orElseThrow();
        if (!Arrays.equals(found, damaged)) {
          assertThat(JournalContent.of(found).records()).isEqualTo(repaired);
          assertThat(after.read(NAME + ".damaged-1").orElseThrow()).isEqualTo(damaged);
        }
      }
    }
  }

  private static byte[] damaged() throws IOException {
    SimulatedFolder folder = new SimulatedFolder();
    RecordFile file = RecordFile.open(folder, NAME).file();
    file.append(List.of(List.of("one")));
    file.append(List.of(List.of("two")));
    file.append(List.of(List.of("three")));
    byte[] bytes = folder.read(NAME).orElseThrow();
    bytes[15] ^= 4;
    return bytes;
  }

  private static List<List<String>> repaired(byte[] damaged) throws IOException {
    SimulatedFolder folder = new SimulatedFolder();
    folder.append(NAME, damaged);
    JournalRepair.of(folder, NAME);
    return RecordFile.open(folder, NAME).records();
  }

  /** Failures end; whoever asks often enough is served. */
  private static void appendAtLast(RecordFile file, List<List<String>> told, List<String> record) {
    while (!told.contains(record)) {
      try {
        append(file, told, record);
      } catch (IOException e) {
        assertThat(e).hasMessageContaining(NAME);
      }
    }
  }

  private static void append(RecordFile file, List<List<String>> told, List<String> record)
      throws IOException {
    file.append(List.of(record));
    told.add(record);
  }

  /** Returns how many states were looked at. */
  private static int pullEverywhere(UnaryOperator<JournalFolder> way) throws IOException {
    SimulatedFolder whole = new SimulatedFolder();
    new Run(way.apply(whole)).all();
    int states = 0;
    for (int operation = 0; operation < whole.operations(); operation++) {
      Interrupted run = interrupted(operation, way);
      for (SimulatedFolder after : run.folder().afterPowerLoss()) {
        look(run, after, operation);
        states++;
      }
    }
    return states;
  }

  /** Opens without a word about damage, holds what it must, and can be appended to. */
  private static void look(Interrupted run, SimulatedFolder after, int operation)
      throws IOException {
    RecordFile.Opened opened = RecordFile.open(after, NAME);
    assertThat(run.possible()).as("power lost at %d", operation).contains(opened.records());
    assertThat(RecordFile.open(after.withForcedOnly(), NAME).records()).isEqualTo(opened.records());
    List<List<String>> more = new ArrayList<>(opened.records());
    append(opened.file(), more, List.of("more"));
    assertThat(RecordFile.open(after.withForcedOnly(), NAME).records()).isEqualTo(more);
    opened.file().compact(more);
    assertThat(RecordFile.open(after.withForcedOnly(), NAME).records()).isEqualTo(more);
  }

  private record Interrupted(SimulatedFolder folder, Set<List<List<String>>> possible) {}

  private static Interrupted interrupted(int operation) throws IOException {
    return interrupted(operation, folder -> folder);
  }

  private static Interrupted interrupted(int operation, UnaryOperator<JournalFolder> way)
      throws IOException {
    SimulatedFolder folder = new SimulatedFolder().losingPowerAt(operation);
    Run run = null;
    try {
      run = new Run(way.apply(folder));
      run.all();
      throw new AssertionError("there is no operation " + operation);
    } catch (PowerLost e) {
      return new Interrupted(folder, run == null ? Set.of(List.of()) : run.possible);
    }
  }

  private static int operationsOfARun() throws IOException {
    SimulatedFolder folder = new SimulatedFolder();
    new Run(folder).all();
    return folder.operations();
  }

  private static JournalFolder without(String operation, JournalFolder folder) {
    return (JournalFolder)
        Proxy.newProxyInstance(
            PowerLossTest.class.getClassLoader(),
            new Class<?>[] {JournalFolder.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals(operation)) {
                return null;
              }
              try {
                return method.invoke(folder, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
