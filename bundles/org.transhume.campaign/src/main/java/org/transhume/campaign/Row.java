// SPDX-License-Identifier: Apache-2.0
package org.transhume.campaign;

import java.util.List;

/**
 * A line that a program printed, whose words are parted by tabs.
 *
 * @param words its words, the first of which says what the line is
 */
public record Row(List<String> words) {

  /** Copies the list. */
  public Row {
    words = List.copyOf(words);
  }

  /** The line's words. */
  public static Row of(String line) {
    return new Row(List.of(line.split("\t", -1)));
  }

  /** What the line is. */
  public String kind() {
    return words.get(0);
  }

  /**
   * One of its words as a number.
   *
   * @throws IllegalArgumentException when there is no such word, or it is no number
   */
  public double number(int index) {
    if (index >= words.size()) {
      throw new IllegalArgumentException("there is no word " + index + " in " + words);
    }
    return Double.parseDouble(words.get(index));
  }

  /** One of its words as a whole number. */
  public long whole(int index) {
    return Math.round(number(index));
  }
}
