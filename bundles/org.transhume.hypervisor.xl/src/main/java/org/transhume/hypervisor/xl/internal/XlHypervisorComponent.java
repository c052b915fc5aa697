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
import java.util.function.LongSupplier;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
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
  private static final String FILE = "etc/org.transhume.hypervisor.xl.cfg";
  private static final Duration GRACE_AFTER_TERM = Duration.ofSeconds(5);
  private static final int TOKEN_BYTES = 16;

  private final BundleContext context;
  private ServiceRegistration<Hypervisor> registration;

  /** Registers the service. */
  @Activate
  public XlHypervisorComponent(
      BundleContext context, XlConfiguration configuration, Map<String, Object> written)
      throws IOException {
    this.context = context;
    try {
      register(settings(configuration, written), runner(configuration, written));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(FILE + ": " + e.getMessage(), e);
    }
  }

  /** Registers it anew. A configuration that is wrong changes nothing: the host stays managed. */
  @Modified
  synchronized void modified(XlConfiguration configuration, Map<String, Object> written)
      throws IOException {
    XlSettings settings;
    CommandRunner runner;
    try {
      settings = settings(configuration, written);
      runner = runner(configuration, written);
    } catch (IllegalArgumentException e) {
      LOG.error(
          "{}: {}. Correct it, no restart is needed; until then everything stays as it was"
              + " configured before",
          FILE,
          e.getMessage());
      return;
    }
    registration.unregister();
    register(settings, runner);
  }

  private void register(XlSettings settings, CommandRunner runner) {
    SecureRandom random = new SecureRandom();
    Hypervisor hypervisor =
        new XlHypervisor(
            settings, runner, Clock.systemUTC(), System::nanoTime, () -> token(random));
    registration =
        context.registerService(
            Hypervisor.class,
            hypervisor,
            FrameworkUtil.asDictionary(Map.of("transhume.host", settings.host())));
    LOG.info("{} on {}", hypervisor.description(), settings.host());
  }

  /** Withdraws the service. Migrations under way end with their own processes. */
  @Deactivate
  public synchronized void deactivate() {
    registration.unregister();
  }

  private XlSettings settings(XlConfiguration configuration, Map<String, Object> written)
      throws IOException {
    return new XlSettings(
        configuration.host().isBlank() ? systemName() : configuration.host().strip(),
        configuration.xlPath().strip(),
        millis("commandTimeoutMillis", configuration::commandTimeoutMillis, written),
        millis("createTimeoutMillis", configuration::createTimeoutMillis, written),
        millis("detailsMaxAgeMillis", configuration::detailsMaxAgeMillis, written),
        dataFolder(configuration.dataFolder().strip()),
        Path.of(configuration.runFolder().strip()),
        Path.of("/"));
  }

  private static CommandRunner runner(XlConfiguration configuration, Map<String, Object> written) {
    long limit = number("outputLimitBytes", configuration::outputLimitBytes, written);
    if (limit <= 0) {
      throw new IllegalArgumentException("outputLimitBytes must be above 0, and is " + limit);
    }
    return new ProcessCommandRunner((int) Math.min(limit, Integer.MAX_VALUE), GRACE_AFTER_TERM);
  }

  private static Duration millis(String property, LongSupplier value, Map<String, Object> written) {
    return Duration.ofMillis(number(property, value, written));
  }

  /** The number as it was written; the container would fail in its own way on other text. */
  private static long number(String property, LongSupplier preset, Map<String, Object> written) {
    Object text = written.get(property);
    try {
      return text == null ? preset.getAsLong() : Long.parseLong(text.toString().strip());
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          property + " = '" + text + "' is no number: give a whole one", e);
    }
  }

  private Path dataFolder(String configured) {
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
