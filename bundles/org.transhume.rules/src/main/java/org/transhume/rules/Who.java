// SPDX-License-Identifier: Apache-2.0
package org.transhume.rules;

import java.util.Objects;

/**
 * Which domains a ban or a fence holds.
 *
 * @param kind how they are named
 * @param name a domain's uuid, a group or a tag
 */
public record Who(Kind kind, String name) {

  /** How domains are named. */
  public enum Kind {
    /** One, by its uuid. */
    DOMAIN(""),
    /** The members of a group. */
    GROUP("group:"),
    /** All that carry a tag. */
    TAG("tag:");

    final String prefix;

    Kind(String prefix) {
      this.prefix = prefix;
    }
  }

  /** Requires both. */
  public Who {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(name, "name");
  }

  /** As it is written. */
  public String text() {
    return kind.prefix + name;
  }
}
