// SPDX-License-Identifier: Apache-2.0
package org.transhume.fence.internal;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.Designate;
import org.transhume.spi.power.PowerSwitch;

/** Offers the configured commands as a {@link PowerSwitch}; says in the log what is wrong. */
@Component(
    configurationPid = CommandSwitchComponent.PID,
    configurationPolicy = ConfigurationPolicy.REQUIRE,
    immediate = true,
    service = {})
@Designate(ocd = CommandSwitchConfiguration.class)
public final class CommandSwitchComponent {

  static final String PID = "org.transhume.power.command";

  private final Offer offer;

  /** Reads the configuration; runs nothing. */
  @Activate
  public CommandSwitchComponent(BundleContext context, CommandSwitchConfiguration configuration) {
    offer =
        Offer.of(
            context,
            PID,
            List.of(PowerSwitch.class),
            () -> power(configuration, new ProcessTool()),
            PowerSwitch::description);
  }

  /**
   * The configured switch.
   *
   * @throws IllegalArgumentException naming the property that is wrong
   */
  static PowerSwitch power(CommandSwitchConfiguration given, Tool tool) {
    Optional<HostCommand> on = command(Written.items(given.on()), given, tool, "comes up");
    Optional<HostCommand> off = command(Written.items(given.off()), given, tool, "goes down");
    if (on.isEmpty() && off.isEmpty()) {
      throw new IllegalArgumentException(
          "on and off are empty: name the programs that power a host up and down");
    }
    return new CommandSwitch(on, off);
  }

  private static Optional<HostCommand> command(
      List<String> command, CommandSwitchConfiguration given, Tool tool, String done) {
    return command.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new HostCommand(
                command,
                Set.copyOf(Written.items(given.hosts())),
                Written.limit(given.timeLimitMillis()),
                tool,
                done,
                PID));
  }

  /** Takes the service back. */
  @Deactivate
  public void close() {
    offer.close();
  }
}
