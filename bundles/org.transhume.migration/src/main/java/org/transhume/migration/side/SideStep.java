// SPDX-License-Identifier: Apache-2.0
package org.transhume.migration.side;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * What an event led to.
 *
 * @param next the state from now on
 * @param commands what is to be done, in this order
 */
public record SideStep(MigrationSide next, List<SideCommand> commands) {

  /** Copies the list. */
  public SideStep {
    Objects.requireNonNull(next, "next");
    commands = List.copyOf(commands);
  }

  static SideStep of(MigrationSide next, SideCommand... commands) {
    return new SideStep(next, List.of(commands));
  }

  SideStep and(SideCommand... more) {
    List<SideCommand> all = new ArrayList<>(commands);
    all.addAll(List.of(more));
    return new SideStep(next, all);
  }
}
