// SPDX-License-Identifier: Apache-2.0
package org.transhume.fence.internal;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.transhume.spi.fence.Fence;

/** Offers the configured command as a {@link Fence}; says in the log what is wrong with it. */
@Component(
    configurationPid = "org.transhume.fence.command",
    configurationPolicy = ConfigurationPolicy.REQUIRE,
    immediate = true,
    service = {})
@Designate(ocd = CommandFenceConfiguration.class)
public final class CommandFenceComponent {

  private static final Logger LOG = LoggerFactory.getLogger(CommandFenceComponent.class);

  private final Optional<ServiceRegistration<Fence>> registration;

  /** Reads the configuration; runs nothing. */
  @Activate
  public CommandFenceComponent(BundleContext context, CommandFenceConfiguration configuration) {
    registration =
        read(configuration).map(fence -> context.registerService(Fence.class, fence, null));
  }

  private static Optional<Fence> read(CommandFenceConfiguration given) {
    try {
      Fence fence = fence(given, new ProcessTool());
      LOG.info("Hosts are fenced by {}", fence.description());
      return Optional.of(fence);
    } catch (IllegalArgumentException e) {
      LOG.error(
          "No fence by a command: etc/org.transhume.fence.command.cfg: {}. Correct it; no restart"
              + " is needed",
          e.getMessage());
      return Optional.empty();
    }
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
    registration.ifPresent(ServiceRegistration::unregister);
  }
}
