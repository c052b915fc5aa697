// SPDX-License-Identifier: Apache-2.0
package org.transhume.wrapper.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A command as somebody wrote it: words with placeholders in braces. It is cut into words before
 * anything is filled in, so that a value stays within its word whatever it holds.
 *
 * @param words at least one
 */
record Words(List<String> words) {

  private static final Pattern PLACEHOLDER = Pattern.compile("\\{([a-z][A-Za-z0-9._-]*)\\}");

  Words {
    words = List.copyOf(words);
    if (words.isEmpty()) {
      throw new IllegalArgumentException("is empty: write a program and its arguments");
    }
  }

  /**
   * Cuts at blanks, but not within double or single quotes, which are taken away.
   *
   * @throws IllegalArgumentException when a quote is not closed, or there is no word
   */
  static Words parse(String line) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean begun = false;
    char quote = 0;
    for (char next : line.strip().toCharArray()) {
      if (quote == 0 && Character.isWhitespace(next)) {
        if (begun) {
          words.add(word.toString());
        }
        word.setLength(0);
        begun = false;
      } else if (quote == 0 && (next == '"' || next == '\'')) {
        quote = next;
        begun = true;
      } else if (next == quote) {
        quote = 0;
      } else {
        word.append(next);
        begun = true;
      }
    }
    if (quote != 0) {
      throw new IllegalArgumentException("has a " + quote + " that is not closed: close it");
    }
    if (begun) {
      words.add(word.toString());
    }
    return new Words(words);
  }

  /** Names of the placeholders in a text. */
  static Set<String> placeholders(String text) {
    Set<String> names = new TreeSet<>();
    Matcher matcher = PLACEHOLDER.matcher(text);
    while (matcher.find()) {
      names.add(matcher.group(1));
    }
    return names;
  }

  /** A text with its placeholders filled in; those that have no value stay as they are. */
  static String fill(String text, Map<String, String> values) {
    return PLACEHOLDER
        .matcher(text)
        .replaceAll(
            found -> Matcher.quoteReplacement(values.getOrDefault(found.group(1), found.group())));
  }

  Set<String> placeholders() {
    return placeholders(String.join(" ", words));
  }

  /**
   * The words with their placeholders filled in.
   *
   * @throws IllegalArgumentException when a value would be read as an option, or holds a NUL
   */
  List<String> filled(Map<String, String> values) {
    return words.stream().map(word -> checked(word, fill(word, values))).toList();
  }

  private static String checked(String template, String word) {
    if (word.startsWith("-") && !template.startsWith("-")) {
      throw new IllegalArgumentException("'" + word + "' would be read as an option");
    }
    if (word.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("a value holds a NUL character");
    }
    return word;
  }
}
