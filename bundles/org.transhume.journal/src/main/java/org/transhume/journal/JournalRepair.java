// SPDX-License-Identifier: Apache-2.0
package org.transhume.journal;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.transhume.journal.JournalContent.Damage;

/**
 * What came of the repair of a journal.
 *
 * @param recordsKept all that could be read
 * @param bytesUnreadable how many bytes belong to no record
 * @param original the copy of the damaged file; empty when there was no damage and nothing changed
 */
public record JournalRepair(int recordsKept, int bytesUnreadable, Optional<String> original) {

  /**
   * Copies a damaged file and then puts one with every readable record in its place, with a record
   * {@link RecordFile#UNREADABLE} wherever some could not be read. A loss of power in the middle
   * leaves the damaged file as it was, or the repaired one. A torn end alone is no damage.
   *
   * @throws IOException when the file is not there, cannot be read, or nothing can be written
   */
  public static JournalRepair of(JournalFolder folder, String file) throws IOException {
    byte[] bytes =
        folder
            .read(file)
            .orElseThrow(() -> new FileNotFoundException("there is no " + folder.where(file)));
    JournalContent content = JournalContent.of(bytes);
    int kept = content.records().size();
    if (content.damages().isEmpty()) {
      return new JournalRepair(kept, content.unreadableBytes(), Optional.empty());
    }
    String copy = copy(folder, file, bytes);
    RecordFile.replace(folder, file, withGaps(content));
    return new JournalRepair(kept, content.unreadableBytes(), Optional.of(copy));
  }

  private static String copy(JournalFolder folder, String file, byte[] bytes) throws IOException {
    int number = 1;
    while (folder.read(file + ".damaged-" + number).isPresent()) {
      number++;
    }
    String copy = file + ".damaged-" + number;
    folder.append(copy, bytes);
    folder.force(copy);
    folder.forceNames();
    return copy;
  }

  private static List<List<String>> withGaps(JournalContent content) {
    List<List<String>> records = new ArrayList<>(content.records());
    List<Damage> damages = content.damages();
    for (int i = damages.size() - 1; i >= 0; i--) {
      Damage damage = damages.get(i);
      records.add(
          damage.recordsBefore(), List.of(RecordFile.UNREADABLE, Integer.toString(damage.bytes())));
    }
    return records;
  }
}
