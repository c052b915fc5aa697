// SPDX-License-Identifier: Apache-2.0
package org.transhume.fence.internal;

import java.util.Optional;
import org.transhume.spi.fence.FenceFailure;
import org.transhume.spi.power.PowerResult;
import org.transhume.spi.power.PowerSwitch;

/** Commands of the administrator's that power hosts up and down; each ends with 0 when it has. */
final class CommandSwitch implements PowerSwitch {

  private final Optional<HostCommand> on;
  private final Optional<HostCommand> off;

  /** At least one of the two. */
  CommandSwitch(Optional<HostCommand> on, Optional<HostCommand> off) {
    this.on = on;
    this.off = off;
  }

  @Override
  public String description() {
    return "command "
        + on.map(HostCommand::program).orElse("(none) on")
        + ", "
        + off.map(HostCommand::program).orElse("(none) off");
  }

  @Override
  public PowerResult switchOn(String host) {
    return run(on, host);
  }

  @Override
  public PowerResult switchOff(String host) {
    return run(off, host);
  }

  private static PowerResult run(Optional<HostCommand> command, String host) {
    if (command.isEmpty()) {
      return PowerResult.unable("no command is configured that does this to " + host);
    }
    HostCommand.Told told = command.get().run(host);
    if (told.failure().isEmpty()) {
      return PowerResult.ordered(told.text());
    }
    return told.failure().get() == FenceFailure.UNKNOWN_HOST
        ? PowerResult.unable(told.text())
        : PowerResult.failed(told.text());
  }
}
