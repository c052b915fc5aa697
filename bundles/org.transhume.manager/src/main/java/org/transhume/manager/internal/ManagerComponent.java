// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import javax.management.MBeanServer;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.transhume.spi.coordination.Coordination;
import org.transhume.spi.fence.Fence;
import org.transhume.spi.policy.Policy;
import org.transhume.spi.power.PowerSwitch;
import org.transhume.spi.transport.SecureTransport;

/**
 * The manager in its container. It runs while a configuration is there; transport, coordination and
 * policies come and go while it runs. A configuration that is wrong changes nothing: a manager that
 * runs goes on with the one before.
 */
@Component(
    configurationPid = "org.transhume.manager",
    configurationPolicy = ConfigurationPolicy.REQUIRE,
    immediate = true,
    service = {})
@Designate(ocd = ManagerConfiguration.class)
public final class ManagerComponent {

  private static final Logger LOG = LoggerFactory.getLogger(ManagerComponent.class);

  private final BundleContext context;
  private final MBeanServer server;
  private final Map<Long, PolicyVersion> policies = new LinkedHashMap<>();
  private final Map<Long, Fences.Service> fences = new LinkedHashMap<>();
  private final Map<Long, PowerSwitches.Service> switches = new LinkedHashMap<>();
  private RunningManager running;
  private SecureTransport transport;
  private Coordination coordination;

  /** Starts the manager, unless its configuration is wrong: then the log says so. */
  @Activate
  public ManagerComponent(
      BundleContext context, ManagerConfiguration configuration, Map<String, Object> written) {
    this(context, configuration, written, ManagementFactory.getPlatformMBeanServer());
  }

  ManagerComponent(
      BundleContext context,
      ManagerConfiguration configuration,
      Map<String, Object> written,
      MBeanServer server) {
    this.context = context;
    this.server = server;
    modified(configuration, written);
  }

  /** Starts the manager anew; what is under way goes on at the agents meanwhile. */
  @Modified
  synchronized void modified(ManagerConfiguration configuration, Map<String, Object> written) {
    Settings settings;
    try {
      settings = SettingsReader.read(configuration, written);
    } catch (IllegalArgumentException e) {
      LOG.error(
          "{}. Correct it, no restart is needed; until then {}",
          e.getMessage(),
          running == null ? "no manager runs" : "everything stays as it was configured before");
      return;
    }
    stop();
    if (configuration.coordinated()) {
      startCoordinated(settings, dataFolder(configuration.dataFolder()));
    } else {
      start(settings, dataFolder(configuration.dataFolder()));
    }
    if (running == null) {
      return;
    }
    policies.values().forEach(running::add);
    fences.values().forEach(running.fences()::add);
    switches.values().forEach(running.switches()::add);
    if (transport != null) {
      running.agents().use(transport);
    }
  }

  private void startCoordinated(Settings settings, Path folder) {
    running =
        RunningManager.startCoordinated(
            settings, folder, server, version(), Clock.systemUTC(), ManagerComponent::chance);
    if (coordination != null) {
      running.coordinate(coordination);
    }
    LOG.info(
        "manager {}: {} endpoints, mode {}, one of several",
        settings.name(),
        settings.endpoints().size(),
        settings.mode());
  }

  private void start(Settings settings, Path folder) {
    try {
      running =
          RunningManager.start(
              settings, folder, server, version(), Clock.systemUTC(), ManagerComponent::chance);
    } catch (IOException e) {
      LOG.error(
          "No manager runs, for its journal cannot be used: {}. When that is mended, save"
              + " etc/org.transhume.manager.cfg with any change, or restart",
          e.getMessage(),
          e);
      return;
    }
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
    if (running != null) {
      running.agents().use(next);
    }
  }

  synchronized void unbindTransport(SecureTransport gone) {
    if (transport == gone) {
      transport = null;
      if (running != null) {
        running.agents().useNone();
      }
    }
  }

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  synchronized void bindCoordination(Coordination next) {
    coordination = next;
    if (running != null && running.isCoordinated()) {
      running.coordinate(next);
    }
  }

  synchronized void unbindCoordination(Coordination gone) {
    if (coordination == gone) {
      coordination = null;
      if (running != null && running.isCoordinated()) {
        running.coordinateByNone();
      }
    }
  }

  @Reference(
      service = Policy.class,
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  synchronized void bindPolicy(ServiceReference<Policy> reference, Policy policy) {
    if (!(reference.getProperty(Policy.NAME) instanceof String name) || name.isBlank()) {
      LOG.error(
          "a policy of bundle {} has no name and is not used: it needs the service property {}",
          reference.getBundle(),
          Policy.NAME);
      return;
    }
    PolicyVersion version =
        new PolicyVersion(name, reference.getBundle().getVersion(), serviceId(reference), policy);
    policies.put(version.serviceId(), version);
    if (running != null) {
      running.add(version);
    }
  }

  synchronized void unbindPolicy(ServiceReference<Policy> reference) {
    policies.remove(serviceId(reference));
    if (running != null) {
      running.remove(serviceId(reference));
    }
  }

  @Reference(
      service = Fence.class,
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  synchronized void bindFence(ServiceReference<Fence> reference, Fence fence) {
    Fences.Service service = new Fences.Service(serviceId(reference), ranking(reference), fence);
    fences.put(service.serviceId(), service);
    if (running != null) {
      running.fences().add(service);
    }
  }

  synchronized void unbindFence(ServiceReference<Fence> reference) {
    fences.remove(serviceId(reference));
    if (running != null) {
      running.fences().remove(serviceId(reference));
    }
  }

  @Reference(
      service = PowerSwitch.class,
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  synchronized void bindPowerSwitch(ServiceReference<PowerSwitch> reference, PowerSwitch power) {
    PowerSwitches.Service service =
        new PowerSwitches.Service(serviceId(reference), ranking(reference), power);
    switches.put(service.serviceId(), service);
    if (running != null) {
      running.switches().add(service);
    }
  }

  synchronized void unbindPowerSwitch(ServiceReference<PowerSwitch> reference) {
    switches.remove(serviceId(reference));
    if (running != null) {
      running.switches().remove(serviceId(reference));
    }
  }

  /** Ends the manager; what is under way goes on at the agents until a manager is back. */
  @Deactivate
  public synchronized void stop() {
    if (running != null) {
      running.close();
      running = null;
    }
  }

  private static double chance() {
    return ThreadLocalRandom.current().nextDouble();
  }

  private String version() {
    return context.getBundle().getVersion().toString();
  }

  private static int ranking(ServiceReference<?> reference) {
    return reference.getProperty(Constants.SERVICE_RANKING) instanceof Integer given ? given : 0;
  }

  private static long serviceId(ServiceReference<?> reference) {
    return (Long) reference.getProperty(Constants.SERVICE_ID);
  }

  private Path dataFolder(String given) {
    String data = context.getProperty("karaf.data");
    return (data == null ? context.getDataFile("").toPath() : Path.of(data)).resolve(given);
  }
}
