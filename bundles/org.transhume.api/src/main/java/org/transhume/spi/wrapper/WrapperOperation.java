// SPDX-License-Identifier: Apache-2.0
package org.transhume.spi.wrapper;

import java.util.List;
import java.util.Objects;

/**
 * An operation that a wrapper offers beyond its life cycle.
 *
 * @param name letters, digits, dots, underscores and hyphens
 * @param parameters names of its arguments, all of which have to be given
 * @param description one sentence for an operator
 */
public record WrapperOperation(String name, List<String> parameters, String description) {

  /** Copies the list. */
  public WrapperOperation {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(description, "description");
    parameters = List.copyOf(parameters);
  }

  /** As people write it: {@code vacuum(table)}. */
  public String signature() {
    return name + "(" + String.join(", ", parameters) + ")";
  }
}
