// SPDX-License-Identifier: Apache-2.0
package org.transhume.planner.constraint;

import java.util.Objects;

/**
 * Domains with a tag are never touched. It is always hard: whoever tags a domain wants no
 * exception.
 *
 * @param tag the tag
 */
public record Keep(String tag) implements Constraint {

  /** Checks the value. */
  public Keep {
    Objects.requireNonNull(tag, "tag");
  }

  @Override
  public Strength strength() {
    return Strength.HARD;
  }

  @Override
  public String text() {
    return "domains with the tag " + tag + " are never moved";
  }
}
