// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal.wrapper;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.TreeMap;
import org.transhume.api.mx.DeedState;
import org.transhume.api.mx.WrapperDeed;
import org.transhume.api.mx.WrapperPhase;
import org.transhume.journal.RecordLine;
import org.transhume.spi.wrapper.WrapperState;

/** A wrapper's memory as words, for the journal, and as one line, for an attachment. */
public final class WrapperText {

  private WrapperText() {}

  /** The words for a memory. */
  public static List<String> words(WrapperMemory memory) {
    List<String> words =
        new ArrayList<>(
            List.of(
                memory.uuid(),
                memory.domain(),
                memory.wrapper(),
                memory.born(),
                Long.toString(memory.revision()),
                memory.phase().name()));
    write(words, memory.settings());
    words.add(Integer.toString(memory.state().schema()));
    write(words, memory.state().values());
    words.add(Integer.toString(memory.deeds().size()));
    for (WrapperDeed deed : memory.deeds()) {
      Long ended = deed.endedAtEpochMillis();
      words.addAll(
          List.of(
              deed.id(),
              deed.operation(),
              deed.state().name(),
              deed.text(),
              deed.host(),
              Long.toString(deed.beganAtEpochMillis()),
              ended == null ? "" : ended.toString()));
    }
    return words;
  }

  /**
   * The memory behind words. What follows them is ignored: a later version may say more.
   *
   * @throws IllegalArgumentException when they are not those of a memory
   */
  public static WrapperMemory memory(List<String> words) {
    Iterator<String> rest = words.iterator();
    try {
      return new WrapperMemory(
          rest.next(),
          rest.next(),
          rest.next(),
          rest.next(),
          Long.parseLong(rest.next()),
          WrapperPhase.valueOf(rest.next()),
          readMap(rest),
          new WrapperState(Integer.parseInt(rest.next()), readMap(rest)),
          readDeeds(rest));
    } catch (NoSuchElementException e) {
      throw new IllegalArgumentException("a wrapper's memory ends too soon", e);
    }
  }

  /** A memory as one line of text with a checksum. */
  static String line(WrapperMemory memory) {
    return new String(RecordLine.encode(List.of(words(memory))), StandardCharsets.US_ASCII);
  }

  /** The memory in such a line; empty when it is damaged, or of a version that nobody knows. */
  static Optional<WrapperMemory> fromLine(String line) {
    try {
      return RecordLine.decode(line.getBytes(StandardCharsets.US_ASCII))
          .filter(records -> records.size() == 1)
          .map(records -> memory(records.get(0)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static void write(List<String> words, Map<String, String> map) {
    words.add(Integer.toString(map.size()));
    new TreeMap<>(map)
        .forEach(
            (name, value) -> {
              words.add(name);
              words.add(value);
            });
  }

  private static Map<String, String> readMap(Iterator<String> rest) {
    Map<String, String> map = new TreeMap<>();
    for (int left = Integer.parseInt(rest.next()); left > 0; left--) {
      map.put(rest.next(), rest.next());
    }
    return map;
  }

  private static List<WrapperDeed> readDeeds(Iterator<String> rest) {
    List<WrapperDeed> deeds = new ArrayList<>();
    for (int left = Integer.parseInt(rest.next()); left > 0; left--) {
      deeds.add(
          new WrapperDeed(
              rest.next(),
              rest.next(),
              DeedState.valueOf(rest.next()),
              rest.next(),
              rest.next(),
              Long.parseLong(rest.next()),
              number(rest.next())));
    }
    return deeds;
  }

  private static Long number(String word) {
    return word.isEmpty() ? null : Long.valueOf(word);
  }
}
