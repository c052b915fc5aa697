// SPDX-License-Identifier: Apache-2.0
package org.transhume.api.model;

import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * A reason, for people and for programs: why something was moved, refused or went wrong.
 *
 * @param code stable word in capitals, such as {@code TARGET_MEMORY}; scripts may match it
 * @param text one sentence for an operator, with its operands already in it
 * @param operands the values behind the sentence, by name; units stand in the names
 */
public record Explanation(String code, String text, Map<String, String> operands) {

  /** Copies the operands in the order of their names. */
  public Explanation {
    Objects.requireNonNull(code, "code");
    Objects.requireNonNull(text, "text");
    operands = Collections.unmodifiableMap(new TreeMap<>(operands));
  }

  /** An explanation with no operands. */
  public static Explanation of(String code, String text) {
    return new Explanation(code, text, Map.of());
  }

  @Override
  public String toString() {
    return text;
  }
}
