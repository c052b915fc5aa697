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
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.transhume.spi.coordination.Coordination;
import org.transhume.spi.transport.OwnIdentity;

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
      BundleContext context,
      EnsembleConfiguration configuration,
      Map<String, Object> written,
      @Reference OwnIdentity identity) {
    coordination = open(configuration, written, identity);
    registration =
        coordination.map(open -> context.registerService(Coordination.class, open, null));
  }

  private static Optional<ZooKeeperCoordination> open(
      EnsembleConfiguration configuration, Map<String, Object> written, OwnIdentity identity) {
    try {
      return Ensemble.of(configuration, written).map(ensemble -> open(ensemble, identity));
    } catch (IllegalArgumentException e) {
      LOG.error("No coordination: {}. Correct it; no restart is needed", e.getMessage());
      return Optional.empty();
    }
  }

  private static ZooKeeperCoordination open(Ensemble ensemble, OwnIdentity identity) {
    ZooKeeperCoordination open =
        ensemble.tls()
            ? ZooKeeperCoordination.overTls(ensemble, identity)
            : ZooKeeperCoordination.inClear(ensemble);
    LOG.info("Coordination by {}", ensemble);
    if (!ensemble.tls()) {
      LOG.warn(
          "The connection to the ensemble is neither encrypted nor authenticated (tls = false):"
              + " keep its client port on a network that nobody else reaches");
    }
    return open;
  }

  /** Takes the service back and leaves the ensemble. */
  @Deactivate
  public void close() {
    registration.ifPresent(ServiceRegistration::unregister);
    coordination.ifPresent(ZooKeeperCoordination::close);
  }
}
