// SPDX-License-Identifier: Apache-2.0
package org.transhume.application.internal.descriptor;

import java.util.Objects;

/**
 * A setting that names the replicas of another component.
 *
 * @param component the other one
 * @param each what stands for each of its replicas, with placeholders
 * @param between what parts them
 */
public record Binding(String component, String each, Between between) {

  /** Requires every component. */
  public Binding {
    Objects.requireNonNull(component, "component");
    Objects.requireNonNull(each, "each");
    Objects.requireNonNull(between, "between");
  }

  /** What parts the replicas. */
  public enum Between {
    /** A comma. */
    COMMA(","),
    /** A blank. */
    BLANK(" "),
    /** Each stands on a line of its own. */
    LINE("\n");

    private final String text;

    Between(String text) {
      this.text = text;
    }

    /** The character itself. */
    public String text() {
      return text;
    }
  }
}
