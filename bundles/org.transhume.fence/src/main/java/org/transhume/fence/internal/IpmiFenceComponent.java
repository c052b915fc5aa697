// SPDX-License-Identifier: Apache-2.0
package org.transhume.fence.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Arrays;
import java.util.List;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.Designate;
import org.transhume.spi.fence.Fence;
import org.transhume.spi.power.PowerSwitch;

/**
 * Offers the configured controllers as a {@link Fence} and a {@link PowerSwitch}; says in the log
 * what is wrong.
 */
@Component(
    configurationPid = IpmiFenceComponent.PID,
    configurationPolicy = ConfigurationPolicy.REQUIRE,
    immediate = true,
    service = {})
@Designate(ocd = IpmiFenceConfiguration.class)
public final class IpmiFenceComponent {

  static final String PID = "org.transhume.fence.ipmi";
  private static final long POLL_MILLIS = 1_000;

  private final Offer offer;

  /** Reads the configuration; asks no controller. */
  @Activate
  public IpmiFenceComponent(BundleContext context, IpmiFenceConfiguration configuration) {
    offer =
        Offer.of(
            context,
            PID,
            List.of(Fence.class, PowerSwitch.class),
            () -> fence(configuration, new ProcessTool()),
            IpmiFence::description);
  }

  /**
   * The configured fence.
   *
   * @throws IllegalArgumentException naming the property that is wrong
   */
  static IpmiFence fence(IpmiFenceConfiguration given, Tool tool) {
    if (given.user().isBlank()) {
      throw new IllegalArgumentException("user is empty: name the controllers' user");
    }
    requireSecret(given.passwordFile());
    return new IpmiFence(
        new IpmiFence.Access(
            given.ipmitool().strip(),
            Arrays.stream(given.options().strip().split("\\s+"))
                .filter(option -> !option.isEmpty())
                .toList(),
            given.user().strip(),
            given.passwordFile().strip(),
            Written.limit(given.timeLimitMillis())),
        Written.pairs(given.hosts(), "HOST=ADDRESS"),
        tool,
        System::nanoTime,
        () -> Thread.sleep(POLL_MILLIS));
  }

  private static void requireSecret(String passwordFile) {
    if (passwordFile.isBlank()) {
      throw new IllegalArgumentException("passwordFile is empty: name a file with the password");
    }
    Path file = Path.of(passwordFile.strip());
    try {
      if (Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ)) {
        throw new IllegalArgumentException(
            "passwordFile " + file + " may be read by everybody: chmod 600 " + file);
      }
    } catch (IOException e) {
      throw new IllegalArgumentException("passwordFile " + file + " cannot be read: " + e, e);
    }
  }

  /** Takes the service back. */
  @Deactivate
  public void close() {
    offer.close();
  }
}
