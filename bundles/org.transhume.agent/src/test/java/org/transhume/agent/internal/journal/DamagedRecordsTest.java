// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.transhume.api.fuzz.Mutations;
import org.transhume.journal.RecordFile;
import org.transhume.journal.SimulatedFolder;

/** Records that are whole as such and mean nothing, or something else than they should. */
class DamagedRecordsTest {

  private static final List<List<String>> RECORDS =
      List.of(
          List.of("epoch", "1", "3"),
          List.of("host-state", "DRAINING"),
          List.of("probe", "cpu", "1000", "0.8", "0.6", "3000"),
          List.of("order", "SOURCE", "m-1", "1", "3", "u", "etch", "a", "b", "5000", "k", "v"),
          List.of("step", "m-1", "READY"),
          List.of("end", "m-1", "DONE"),
          List.of(RecordFile.UNREADABLE, "17"));

  @Test
  void shouldReadThemOrSayWhichVersionTheyAreOf() throws IOException {
    Mutations mutations = new Mutations(20261122);
    Random random = new Random(7);
    int refused = 0;
    int rounds = Mutations.rounds(5_000);
    for (int round = 0; round < rounds; round++) {
      SimulatedFolder folder = new SimulatedFolder();
      RecordFile file = RecordFile.open(folder, "agent.journal").file();
      for (List<String> record : RECORDS) {
        file.append(List.of(random.nextInt(4) == 0 ? damaged(record, mutations, random) : record));
      }
      try {
        AgentJournal.open(folder.withForcedOnly()).journal().close();
      } catch (IOException e) {
        assertThat(e).hasMessageContaining("agent.journal holds a record of another version");
        refused++;
      }
    }
    assertThat(refused).isBetween(rounds / 10, rounds - rounds / 10);
  }

  private static List<String> damaged(List<String> record, Mutations mutations, Random random) {
    List<String> damaged = new ArrayList<>(record);
    int which = random.nextInt(record.size());
    if (random.nextInt(4) == 0 && record.size() > 1) {
      damaged.remove(which);
    } else {
      byte[] word = record.get(which).getBytes(StandardCharsets.UTF_8);
      damaged.set(which, new String(mutations.of(word), StandardCharsets.UTF_8));
    }
    return damaged;
  }
}
