// SPDX-License-Identifier: Apache-2.0
package org.transhume.fence.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.Designate;
import org.transhume.spi.fence.Fence;

/** Offers the configured controllers as a {@link Fence}; says in the log what is wrong. */
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
    offer = new Offer(context, PID, () -> fence(configuration, new ProcessTool()));
  }

  /**
   * The configured fence.
   *
   * @throws IllegalArgumentException naming the property that is wrong
   */
  static Fence fence(IpmiFenceConfiguration given, Tool tool) {
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
        controllers(Written.items(given.hosts())),
        tool,
        System::nanoTime,
        () -> Thread.sleep(POLL_MILLIS));
  }

  private static Map<String, String> controllers(List<String> hosts) {
    Map<String, String> controllers = new TreeMap<>();
    for (String item : hosts) {
      String[] parts = item.split("=", 2);
      if (parts.length < 2 || parts[0].isBlank() || parts[1].isBlank()) {
        throw new IllegalArgumentException("hosts = '" + item + "': give HOST=ADDRESS");
      }
      if (controllers.put(parts[0].strip(), parts[1].strip()) != null) {
        throw new IllegalArgumentException("hosts names " + parts[0].strip() + " twice");
      }
    }
    if (controllers.isEmpty()) {
      throw new IllegalArgumentException("hosts is empty: give HOST=ADDRESS for each host");
    }
    return controllers;
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
