// SPDX-License-Identifier: Apache-2.0
package org.transhume.application.internal.shell;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.transhume.application.internal.descriptor.DescriptorReader;
import org.transhume.application.internal.descriptor.Replica;
import org.transhume.application.internal.plan.Departure;
import org.transhume.application.internal.plan.Wish;
import org.transhume.journal.JournalFolder;
import org.transhume.journal.RecordFile;

/** What is wanted of each application, on the disk; the last word on each counts. */
final class WishStore implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(WishStore.class);
  private static final String FILE = "applications.journal";
  private static final String WISH = "wish";
  private static final String FORGOTTEN = "forgotten";

  private final RecordFile file;
  private final Map<String, List<String>> records;
  private final Map<String, Kept> kept = new TreeMap<>();

  /**
   * A wish and when it was last confirmed.
   *
   * @param wish what is wanted
   * @param epoch of the manager under which it was wanted, or that has gone on with it
   */
  record Kept(Wish wish, String epoch) {}

  private WishStore(RecordFile file, Map<String, List<String>> records) {
    this.file = file;
    this.records = records;
    records.forEach((name, record) -> read(record).ifPresent(known -> kept.put(name, known)));
  }

  /**
   * Opens or makes the file.
   *
   * @throws IOException when it cannot be read or written, naming the file and the remedy
   */
  static WishStore open(JournalFolder folder) throws IOException {
    try {
      RecordFile.Opened opened = RecordFile.open(folder, FILE);
      Map<String, List<String>> records = new TreeMap<>();
      for (List<String> record : opened.records()) {
        if (record.size() > 1 && record.get(0).equals(WISH)) {
          records.put(record.get(1), record);
        } else if (record.size() > 1 && record.get(0).equals(FORGOTTEN)) {
          records.remove(record.get(1));
        }
      }
      return new WishStore(opened.file(), records);
    } catch (IOException e) {
      folder.close();
      throw e;
    }
  }

  /** All that is kept, by the application's name. */
  Map<String, Kept> kept() {
    return Map.copyOf(kept);
  }

  /** Keeps a wish, in the place of an earlier one; it is on the disk when this returns. */
  void keep(Kept next) {
    List<String> record = record(next);
    append(record);
    kept.put(next.wish().application(), next);
    records.put(next.wish().application(), record);
    compact();
  }

  /** Keeps nothing of an application any more. */
  void forget(String application) {
    append(List.of(FORGOTTEN, application));
    kept.remove(application);
    records.remove(application);
    compact();
  }

  private void append(List<String> record) {
    try {
      file.append(List.of(record));
    } catch (IOException e) {
      throw new IllegalStateException(e.getMessage() + "; nothing was changed", e);
    }
  }

  private void compact() {
    if (file.isLarge()) {
      file.compact(List.copyOf(records.values()));
    }
  }

  private static List<String> record(Kept one) {
    Wish wish = one.wish();
    List<String> words =
        new ArrayList<>(
            List.of(
                WISH,
                wish.application(),
                one.epoch(),
                wish.by(),
                Long.toString(wish.atEpochMillis()),
                Boolean.toString(wish.leaving()),
                wish.descriptor().text(),
                Integer.toString(wish.numbers().size())));
    wish.numbers()
        .forEach((component, number) -> words.addAll(List.of(component, number.toString())));
    words.add(Integer.toString(wish.departures().size()));
    wish.departures()
        .forEach(
            (replica, left) ->
                words.addAll(
                    List.of(
                        replica.component(),
                        Integer.toString(replica.number()),
                        left.host(),
                        Integer.toString(left.times()),
                        Long.toString(left.atEpochMillis()))));
    return words;
  }

  /** What follows what is understood is ignored: a later version may say more. */
  private static Optional<Kept> read(List<String> record) {
    try {
      return Optional.of(kept(record.iterator()));
    } catch (NoSuchElementException | NumberFormatException e) {
      LOG.error(
          "what is kept of application {} cannot be read, and nothing is done for it: deploy its"
              + " descriptor again",
          record.get(1),
          e);
      return Optional.empty();
    }
  }

  private static Kept kept(Iterator<String> words) {
    words.next();
    String application = words.next();
    String epoch = words.next();
    String by = words.next();
    long at = Long.parseLong(words.next());
    boolean leaving = Boolean.parseBoolean(words.next());
    DescriptorReader.Reading reading =
        DescriptorReader.read("the descriptor kept of " + application, words.next());
    Map<String, Integer> numbers = new HashMap<>();
    for (int left = Integer.parseInt(words.next()); left > 0; left--) {
      numbers.put(words.next(), Integer.valueOf(words.next()));
    }
    Map<Replica, Departure> departures = new HashMap<>();
    for (int left = Integer.parseInt(words.next()); left > 0; left--) {
      Replica replica = new Replica(application, words.next(), Integer.parseInt(words.next()));
      departures.put(
          replica,
          new Departure(
              words.next(), Integer.parseInt(words.next()), Long.parseLong(words.next())));
    }
    return new Kept(
        new Wish(
            reading
                .descriptor()
                .orElseThrow(() -> new NoSuchElementException(reading.problems().toString())),
            by,
            at,
            leaving,
            numbers,
            departures),
        epoch);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
