// SPDX-License-Identifier: Apache-2.0
package org.transhume.hypervisor.xl.internal;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.transhume.spi.hypervisor.Hypervisor;

/**
 * Offers this host's Xen as a service, whether or not xl works at this moment: who observes it is
 * told. The service is registered by hand because its property, the host's name, may have to be
 * asked from the system.
 */
@Component(
    configurationPid = "org.transhume.hypervisor.xl",
    configurationPolicy = ConfigurationPolicy.REQUIRE,
    service = {})
@Designate(ocd = XlConfiguration.class)
public final class XlHypervisorComponent {

  private static final Logger LOG = LoggerFactory.getLogger(XlHypervisorComponent.class);
  private static final Duration GRACE_AFTER_TERM = Duration.ofSeconds(5);
  private static final int TOKEN_BYTES = 16;

  private final ServiceRegistration<Hypervisor> registration;

  /** Registers the service. */
  @Activate
  public XlHypervisorComponent(BundleContext context, XlConfiguration configuration)
      throws IOException {
    XlSettings settings = settings(context, configuration);
    SecureRandom random = new SecureRandom();
    Hypervisor hypervisor =
        new XlHypervisor(
            settings,
            new ProcessCommandRunner(configuration.outputLimitBytes(), GRACE_AFTER_TERM),
            Clock.systemUTC(),
            System::nanoTime,
            () -> token(random));
    registration =
        context.registerService(
            Hypervisor.class,
            hypervisor,
            FrameworkUtil.asDictionary(Map.of("transhume.host", settings.host())));
    LOG.info("{} on {}", hypervisor.description(), settings.host());
  }

  /** Withdraws the service. Migrations under way end with their own processes. */
  @Deactivate
  public void deactivate() {
    registration.unregister();
  }

  private static XlSettings settings(BundleContext context, XlConfiguration configuration)
      throws IOException {
    return new XlSettings(
        configuration.host().isBlank() ? systemName() : configuration.host().strip(),
        configuration.xlPath().strip(),
        Duration.ofMillis(configuration.commandTimeoutMillis()),
        Duration.ofMillis(configuration.createTimeoutMillis()),
        Duration.ofMillis(configuration.detailsMaxAgeMillis()),
        dataFolder(context, configuration.dataFolder().strip()),
        Path.of(configuration.runFolder().strip()),
        Path.of("/"));
  }

  private static Path dataFolder(BundleContext context, String configured) {
    if (!configured.isEmpty()) {
      return Path.of(configured);
    }
    String container = context.getProperty("karaf.data");
    return container == null
        ? context.getDataFile("xl").toPath()
        : Path.of(container, "transhume", "xl");
  }

  /** What the kernel calls this machine, without asking any name service. */
  private static String systemName() throws UnknownHostException {
    try {
      return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
    } catch (IOException e) {
      return InetAddress.getLocalHost().getHostName();
    }
  }

  private static String token(SecureRandom random) {
    byte[] bytes = new byte[TOKEN_BYTES];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
