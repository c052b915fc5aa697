// SPDX-License-Identifier: Apache-2.0
package org.transhume.hypervisor.sim.internal;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
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
import org.transhume.api.mx.DescribedMBean;
import org.transhume.api.mx.ObjectNames;
import org.transhume.api.mx.SimulatorMXBean;
import org.transhume.spi.fence.Fence;
import org.transhume.spi.hypervisor.Hypervisor;
import org.transhume.spi.power.PowerSwitch;

/** Simulates the configured cluster in real time: one {@link Hypervisor} service for each host. */
@Component(
    configurationPid = SimulatorConfiguration.PID,
    configurationPolicy = ConfigurationPolicy.REQUIRE,
    immediate = true,
    service = {})
@Designate(ocd = SimulatorConfiguration.class)
public final class SimulatorComponent {

  private static final Logger LOG = LoggerFactory.getLogger(SimulatorComponent.class);

  private final MBeanServer server;
  private final ObjectName name;
  private final RealTimeline timeline;
  private final ChildPrograms programs;
  private final Map<String, ServiceRegistration<Hypervisor>> hosts = new ConcurrentHashMap<>();
  private ServiceRegistration<Fence> fence;
  private ServiceRegistration<PowerSwitch> powerSwitch;

  /** Builds the cluster; a configuration that is wrong is refused, naming the item. */
  @Activate
  public SimulatorComponent(BundleContext context, SimulatorConfiguration configuration)
      throws JMException {
    this(context, configuration, ManagementFactory.getPlatformMBeanServer());
  }

  SimulatorComponent(
      BundleContext context, SimulatorConfiguration configuration, MBeanServer server)
      throws JMException {
    ClusterPlan plan = ClusterPlan.of(configuration);
    this.server = server;
    this.name = ObjectNames.simulator(configuration.name());
    this.timeline = new RealTimeline(Clock.systemUTC());
    this.programs = new ChildPrograms(dataFolder(context, configuration));
    boolean complete = false;
    try {
      SimulatedCluster cluster = new SimulatedCluster(plan.settings(), timeline, programs);
      programs.onEnd(cluster::programEnded);
      plan.populate(cluster);
      Power power = new HostPower(context, cluster);
      server.registerMBean(
          new DescribedMBean(new Simulator(cluster, power), SimulatorMXBean.class), name);
      cluster.hypervisors().forEach(hypervisor -> register(context, hypervisor));
      fence = context.registerService(Fence.class, new SimulatedFence(cluster, power::off), null);
      powerSwitch =
          context.registerService(PowerSwitch.class, new SimulatedSwitch(cluster, power), null);
      complete = true;
    } finally {
      if (!complete) {
        stop();
      }
    }
    LOG.info(
        "Simulating {} hosts with {} domains, seed {}",
        plan.settings().hosts().size(),
        plan.domains().size(),
        plan.settings().seed());
  }

  @Deactivate
  void deactivate() throws JMException {
    fence.unregister();
    powerSwitch.unregister();
    hosts.keySet().forEach(this::unregister);
    try {
      server.unregisterMBean(name);
    } finally {
      stop();
    }
  }

  private void stop() {
    timeline.close();
    programs.close();
  }

  private void register(BundleContext context, Hypervisor hypervisor) {
    hosts.put(
        hypervisor.host(),
        context.registerService(
            Hypervisor.class,
            hypervisor,
            FrameworkUtil.asDictionary(Map.of("transhume.host", hypervisor.host()))));
  }

  private void unregister(String host) {
    ServiceRegistration<Hypervisor> registration = hosts.remove(host);
    if (registration != null) {
      registration.unregister();
    }
  }

  /** A host without power has no hypervisor, and therefore no agent. */
  private final class HostPower implements Power {
    private final BundleContext context;
    private final SimulatedCluster cluster;

    HostPower(BundleContext context, SimulatedCluster cluster) {
      this.context = context;
      this.cluster = cluster;
    }

    @Override
    public void off(String host) {
      cluster.powerOff(host);
      unregister(host);
    }

    @Override
    public synchronized void on(String host) {
      if (!cluster.isUp(host)) {
        cluster.powerOn(host);
        register(context, cluster.hypervisor(host));
      }
    }
  }

  private static Path dataFolder(BundleContext context, SimulatorConfiguration configuration) {
    if (!configuration.dataFolder().isBlank()) {
      return Path.of(configuration.dataFolder().strip());
    }
    String container = context.getProperty("karaf.data");
    return container == null
        ? context.getDataFile("domains").toPath()
        : Path.of(container, "transhume", "domains");
  }
}
