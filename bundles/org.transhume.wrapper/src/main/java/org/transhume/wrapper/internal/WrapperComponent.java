// SPDX-License-Identifier: Apache-2.0
package org.transhume.wrapper.internal;

import java.nio.file.Path;
import java.util.Dictionary;
import java.util.Map;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.transhume.spi.wrapper.WrapperFactory;

/**
 * Offers the wrapper that one file {@code etc/org.transhume.wrapper-NAME.cfg} describes; says in
 * the log what is wrong with it. Its properties have names that users make up, so that they are
 * read from the map and not described as a metatype.
 */
@Component(
    configurationPid = "org.transhume.wrapper",
    configurationPolicy = ConfigurationPolicy.REQUIRE,
    immediate = true,
    service = {})
public final class WrapperComponent {

  private static final Logger LOG = LoggerFactory.getLogger(WrapperComponent.class);

  private final Optional<ServiceRegistration<WrapperFactory>> registration;

  /** Reads the description; runs nothing. */
  @Activate
  public WrapperComponent(BundleContext context, Map<String, Object> properties) {
    String etc = context.getProperty("karaf.etc");
    registration =
        read(properties, Path.of(etc == null ? "etc" : etc))
            .map(
                description ->
                    context.registerService(
                        WrapperFactory.class,
                        new DescribedFactory(description, Surroundings.ofThisMachine()),
                        serviceProperties(description)));
  }

  private static Optional<Description> read(Map<String, Object> properties, Path etc) {
    try {
      Description description = DescriptionReader.read(properties, etc);
      LOG.info("{} wraps {} as {}", description.file(), description.domains(), description.name());
      return Optional.of(description);
    } catch (IllegalArgumentException e) {
      LOG.error("No wrapper by {}. Correct it; no restart is needed", e.getMessage());
      return Optional.empty();
    }
  }

  private static Dictionary<String, Object> serviceProperties(Description description) {
    return FrameworkUtil.asDictionary(
        Map.of(
            "wrapper.name", description.name(),
            "wrapper.domains", description.domains().toArray(String[]::new)));
  }

  /** Takes the service back. */
  @Deactivate
  public void close() {
    registration.ifPresent(ServiceRegistration::unregister);
  }
}
