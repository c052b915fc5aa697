// SPDX-License-Identifier: Apache-2.0
package org.transhume.spi.policy;

import java.util.Map;
import java.util.Objects;

/**
 * What a policy may know besides the snapshot.
 *
 * @param nowEpochMillis the manager's time of this decision
 * @param parameters the value of every declared parameter
 * @param seed for policies that draw; the same seed gives the same decision
 */
public record PolicyContext(long nowEpochMillis, Map<String, Double> parameters, long seed) {

  /** Copies the map. */
  public PolicyContext {
    parameters = Map.copyOf(parameters);
  }

  /**
   * The value of a declared parameter.
   *
   * @throws IllegalArgumentException when the policy never declared it
   */
  public double parameter(String name) {
    Double value = parameters.get(Objects.requireNonNull(name, "name"));
    if (value == null) {
      throw new IllegalArgumentException("parameter " + name + " was never declared");
    }
    return value;
  }
}
