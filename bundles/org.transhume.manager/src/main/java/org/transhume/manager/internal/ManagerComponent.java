// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.ThreadLocalRandom;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.transhume.spi.policy.Policy;
import org.transhume.spi.transport.SecureTransport;

/**
 * The manager in its container. It runs while a configuration is there; transport and policies come
 * and go while it runs.
 */
@Component(
    configurationPid = "org.transhume.manager",
    configurationPolicy = ConfigurationPolicy.REQUIRE,
    immediate = true,
    service = {})
@Designate(ocd = ManagerConfiguration.class)
public final class ManagerComponent {

  private static final Logger LOG = LoggerFactory.getLogger(ManagerComponent.class);

  private final RunningManager running;
  private SecureTransport transport;

  /** Starts the manager; fails with a message for operators when its configuration is wrong. */
  @Activate
  public ManagerComponent(BundleContext context, ManagerConfiguration configuration)
      throws IOException {
    Settings settings = SettingsReader.read(configuration);
    Path folder = dataFolder(context, configuration.dataFolder());
    running =
        RunningManager.start(
            settings,
            folder,
            ManagementFactory.getPlatformMBeanServer(),
            context.getBundle().getVersion().toString(),
            Clock.systemUTC(),
            () -> ThreadLocalRandom.current().nextDouble());
    LOG.info(
        "manager {}: {} endpoints, mode {}, journal in {}",
        settings.name(),
        settings.endpoints().size(),
        settings.mode(),
        folder);
  }

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  synchronized void bindTransport(SecureTransport next) {
    transport = next;
    running.agents().use(next);
  }

  synchronized void unbindTransport(SecureTransport gone) {
    if (transport == gone) {
      transport = null;
      running.agents().useNone();
    }
  }

  @Reference(
      service = Policy.class,
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  void bindPolicy(ServiceReference<Policy> reference, Policy policy) {
    if (reference.getProperty(Policy.NAME) instanceof String name && !name.isBlank()) {
      running
          .manager()
          .add(
              new PolicyVersion(
                  name, reference.getBundle().getVersion(), serviceId(reference), policy));
    } else {
      LOG.error(
          "a policy of bundle {} has no name and is not used: it needs the service property {}",
          reference.getBundle(),
          Policy.NAME);
    }
  }

  void unbindPolicy(ServiceReference<Policy> reference) {
    running.manager().remove(serviceId(reference));
  }

  /** Ends the manager; what is under way goes on at the agents until a manager is back. */
  @Deactivate
  public void stop() {
    running.close();
  }

  private static long serviceId(ServiceReference<Policy> reference) {
    return (Long) reference.getProperty(Constants.SERVICE_ID);
  }

  private static Path dataFolder(BundleContext context, String given) {
    String data = context.getProperty("karaf.data");
    return (data == null ? context.getDataFile("").toPath() : Path.of(data)).resolve(given);
  }
}
