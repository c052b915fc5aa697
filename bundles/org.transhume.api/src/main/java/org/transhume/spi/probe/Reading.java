// SPDX-License-Identifier: Apache-2.0
package org.transhume.spi.probe;

import java.util.Objects;

/**
 * One value of a probe.
 *
 * @param subject what was measured
 * @param value in the probe's unit; never infinite nor NaN
 */
public record Reading(Subject subject, double value) {

  /** Refuses values that are no numbers. */
  public Reading {
    Objects.requireNonNull(subject, "subject");
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("reading of " + subject + " is " + value);
    }
  }
}
