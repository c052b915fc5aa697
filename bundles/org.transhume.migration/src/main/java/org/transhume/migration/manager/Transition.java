// SPDX-License-Identifier: Apache-2.0
package org.transhume.migration.manager;

import java.util.List;
import java.util.Objects;

/**
 * What follows from an event.
 *
 * @param next the state after it
 * @param commands what has to be done, in this order
 */
public record Transition(ManagerMigration next, List<ManagerCommand> commands) {

  /** Copies the list. */
  public Transition {
    Objects.requireNonNull(next, "next");
    commands = List.copyOf(commands);
  }

  static Transition to(ManagerMigration next, ManagerCommand... commands) {
    return new Transition(next, List.of(commands));
  }
}
