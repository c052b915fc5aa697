// SPDX-License-Identifier: Apache-2.0
package org.transhume.fence.internal;

import java.util.List;
import java.util.Set;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.Designate;
import org.transhume.spi.fence.Fence;

/** Offers the configured command as a {@link Fence}; says in the log what is wrong with it. */
@Component(
    configurationPid = CommandFenceComponent.PID,
    configurationPolicy = ConfigurationPolicy.REQUIRE,
    immediate = true,
    service = {})
@Designate(ocd = CommandFenceConfiguration.class)
public final class CommandFenceComponent {

  static final String PID = "org.transhume.fence.command";

  private final Offer offer;

  /** Reads the configuration; runs nothing. */
  @Activate
  public CommandFenceComponent(BundleContext context, CommandFenceConfiguration configuration) {
    offer =
        Offer.of(
            context,
            PID,
            List.of(Fence.class),
            () -> fence(configuration, new ProcessTool()),
            Fence::description);
  }

  /**
   * The configured fence.
   *
   * @throws IllegalArgumentException naming the property that is wrong
   */
  static Fence fence(CommandFenceConfiguration given, Tool tool) {
    List<String> command = Written.items(given.command());
    if (command.isEmpty()) {
      throw new IllegalArgumentException("command is empty: name the program that fences a host");
    }
    return new CommandFence(
        command,
        Set.copyOf(Written.items(given.hosts())),
        Written.limit(given.timeLimitMillis()),
        tool);
  }

  /** Takes the service back. */
  @Deactivate
  public void close() {
    offer.close();
  }
}
