// SPDX-License-Identifier: Apache-2.0
package org.transhume.spi.policy;

import java.util.Objects;

/**
 * A number by which operators steer a policy.
 *
 * @param name letters and digits, unit at its end, such as {@code reserveMebibytes}
 * @param description one sentence for an operator
 * @param initial its value until somebody sets another
 * @param minimum the least value
 * @param maximum the greatest value
 */
public record Parameter(
    String name, String description, double initial, double minimum, double maximum) {

  /** Requires an initial value within the bounds. */
  public Parameter {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(description, "description");
    if (!(minimum <= initial && initial <= maximum)) {
      throw new IllegalArgumentException(
          "parameter " + name + ": " + initial + " is not within " + minimum + " and " + maximum);
    }
  }
}
