// SPDX-License-Identifier: Apache-2.0
package org.transhume.application.internal.descriptor;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The keys of a descriptor with their values, and the line of each. It is written as the files in
 * etc/ are: {@code key = value}, a hash begins a comment, a backslash at a line's end goes on in
 * the next one.
 */
final class DescriptorText {

  private final String file;
  private final Map<String, Entry> entries = new LinkedHashMap<>();
  private final Map<Integer, List<String>> problems = new TreeMap<>();

  /** A value and the line on which its key stands. */
  record Entry(int line, String value) {}

  private DescriptorText(String file) {
    this.file = file;
  }

  /**
   * Cuts a text into keys and values; what cannot be cut is a problem.
   *
   * @param file where it comes from, for people
   */
  static DescriptorText parse(String file, String text) {
    DescriptorText parsed = new DescriptorText(file);
    StringBuilder whole = new StringBuilder();
    int begun = 0;
    String[] lines = text.split("\\R", -1);
    for (int i = 0; i < lines.length; i++) {
      String line = lines[i].strip();
      if (whole.isEmpty()) {
        begun = i + 1;
      }
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      if (line.endsWith("\\")) {
        whole.append(line, 0, line.length() - 1).append(' ');
        continue;
      }
      parsed.take(begun, whole.append(line).toString());
      whole.setLength(0);
    }
    if (!whole.isEmpty()) {
      parsed.take(begun, whole.toString());
    }
    return parsed;
  }

  private void take(int number, String line) {
    int equals = line.indexOf('=');
    if (equals < 1) {
      problem(number, "'" + line + "' is no 'key = value': write one, or begin it with #");
      return;
    }
    String key = line.substring(0, equals).strip();
    Entry before = entries.get(key);
    if (before != null) {
      problem(number, key + " stands on line " + before.line() + " already: take one away");
      return;
    }
    entries.put(key, new Entry(number, line.substring(equals + 1).strip()));
  }

  /** All keys with their values, as they were written. */
  Map<String, Entry> entries() {
    return entries;
  }

  /** The value of a key; empty when it is not there. */
  String value(String key) {
    Entry entry = entries.get(key);
    return entry == null ? "" : entry.value();
  }

  /** Something is wrong with a key, or it is missing. */
  void wrong(String key, String what) {
    Entry entry = entries.get(key);
    problem(entry == null ? 0 : entry.line(), key + " " + what);
  }

  private void problem(int line, String text) {
    String place = line == 0 ? file + ": " : file + ":" + line + ": ";
    problems.computeIfAbsent(line, none -> new ArrayList<>()).add(place + text);
  }

  /** What is wrong, by line; what is missing stands first. */
  List<String> problems() {
    return problems.values().stream().flatMap(List::stream).toList();
  }
}
