// SPDX-License-Identifier: Apache-2.0
package org.transhume.coordination.zookeeper.internal;

import java.util.Map;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.transhume.spi.coordination.Coordination;

/**
 * Offers the configured ensemble as a {@link Coordination}. Where no servers are configured it does
 * nothing, and with a configuration that is wrong it says so in the log.
 */
@Component(
    configurationPid = "org.transhume.coordination.zookeeper",
    configurationPolicy = ConfigurationPolicy.REQUIRE,
    immediate = true,
    service = {})
@Designate(ocd = EnsembleConfiguration.class)
public final class CoordinationComponent {

  private static final Logger LOG = LoggerFactory.getLogger(CoordinationComponent.class);

  private final Optional<ZooKeeperCoordination> coordination;
  private final Optional<ServiceRegistration<Coordination>> registration;

  /** Connects to the ensemble, in the background. */
  @Activate
  public CoordinationComponent(
      BundleContext context, EnsembleConfiguration configuration, Map<String, Object> written) {
    coordination = open(configuration, written);
    registration =
        coordination.map(open -> context.registerService(Coordination.class, open, null));
  }

  private static Optional<ZooKeeperCoordination> open(
      EnsembleConfiguration configuration, Map<String, Object> written) {
    try {
      Optional<Ensemble> ensemble = Ensemble.of(configuration, written);
      ensemble.ifPresent(named -> LOG.info("Coordination by {}", named));
      return ensemble.map(ZooKeeperCoordination::new);
    } catch (IllegalArgumentException e) {
      LOG.error("No coordination: {}. Correct it; no restart is needed", e.getMessage());
      return Optional.empty();
    }
  }

  /** Takes the service back and leaves the ensemble. */
  @Deactivate
  public void close() {
    registration.ifPresent(ServiceRegistration::unregister);
    coordination.ifPresent(ZooKeeperCoordination::close);
  }
}
