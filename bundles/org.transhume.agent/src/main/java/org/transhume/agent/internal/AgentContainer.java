// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.management.MBeanServer;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.transhume.agent.internal.ProbeCandidates.Candidate;
import org.transhume.spi.hypervisor.Hypervisor;
import org.transhume.spi.probe.Probe;
import org.transhume.spi.transport.SecureTransport;
import org.transhume.spi.wrapper.WrapperFactory;

/**
 * The agents of this process: one instance for each hypervisor that is there, for as long as it is
 * there, every probe on each of them, and the wrappers of their domains.
 */
@Component(
    service = {},
    configurationPid = "org.transhume.agent",
    immediate = true)
@Designate(ocd = AgentConfiguration.class)
public final class AgentContainer {

  private static final Logger LOG = LoggerFactory.getLogger(AgentContainer.class);

  private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
  private final AgentThreads threads = new AgentThreads();
  private final Doorway doorway = new Doorway(threads);
  private final SharedStores stores = new SharedStores(Path.of("/proc/mounts"));
  private final Map<String, AgentInstance> instances = new HashMap<>();
  private final ProbeCandidates probes = new ProbeCandidates();
  private final WrapperCandidates wrappers = new WrapperCandidates();
  private final Path home;
  private final String version;
  private volatile AgentSettings settings;
  private volatile List<String> problems = List.of();
  private SecureTransport identity;

  /** Begins with no host; the hypervisors that are there are bound next. */
  @Activate
  public AgentContainer(BundleContext context, AgentConfiguration configuration) {
    String data = context.getProperty("karaf.data");
    this.home = Path.of(data == null ? "data" : data);
    this.version = context.getBundle().getVersion().toString();
    this.settings = AgentSettings.usual(home);
    configure(configuration);
    doorway.use(settings.streams(), identity);
  }

  private void configure(AgentConfiguration configuration) {
    List<String> found = new ArrayList<>();
    settings = AgentSettings.checked(configuration, home, settings, found);
    found.forEach(LOG::error);
    problems = List.copyOf(found);
  }

  @Modified
  synchronized void modified(AgentConfiguration configuration) {
    AgentSettings before = settings;
    configure(configuration);
    doorway.use(settings.streams(), identity);
    if (!before.dataFolder().equals(settings.dataFolder())) {
      LOG.warn("dataFolder counts for agents that start from now on; restart the container");
    }
    instances.values().forEach(AgentInstance::reschedule);
  }

  @Deactivate
  synchronized void deactivate() {
    instances.values().forEach(AgentInstance::close);
    instances.clear();
    doorway.close();
    threads.close();
  }

  @Reference(
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  synchronized void addHypervisor(Hypervisor hypervisor) {
    String host = hypervisor.host();
    if (instances.containsKey(host)) {
      LOG.error("{}: a second hypervisor is ignored: {}", host, hypervisor.description());
      return;
    }
    Clock clock = Clock.systemUTC();
    AgentContext context =
        new AgentContext(
            host,
            version,
            clock.millis(),
            hypervisor,
            () -> settings,
            clock,
            System::nanoTime,
            threads,
            threads.newLoop());
    AgentInstance instance =
        new AgentInstance(
            context,
            new AgentInstance.AgentSurroundings(
                server,
                AgentInstance.JournalSource.in(settings.dataFolder(), host),
                doorway::door,
                this::warnings,
                stores::list));
    instances.put(host, instance);
    instance.serve(probes.serving());
    instance.wrap(wrappers.serving());
  }

  synchronized void removeHypervisor(Hypervisor hypervisor) {
    Optional.ofNullable(instances.get(hypervisor.host()))
        .filter(instance -> instance.context().hypervisor() == hypervisor)
        .ifPresent(
            instance -> {
              instances.remove(hypervisor.host());
              instance.close();
            });
  }

  @Reference(
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  synchronized void addProbe(ServiceReference<Probe> reference, Probe probe) {
    offer(reference, probe, "the probe does not serve");
  }

  synchronized void updatedProbe(ServiceReference<Probe> reference, Probe probe) {
    offer(reference, probe, "the values from before stay in force");
  }

  private void offer(ServiceReference<Probe> reference, Probe probe, String otherwise) {
    try {
      probes.add(Candidate.of(reference, probe));
      serveProbes();
    } catch (IllegalArgumentException e) {
      LOG.error(
          "etc/{}.cfg, probe of {}: {}; {} until that is corrected, no restart is needed",
          reference.getProperty(Constants.SERVICE_PID),
          reference.getBundle(),
          e.getMessage(),
          otherwise);
    }
  }

  synchronized void removeProbe(ServiceReference<Probe> reference) {
    probes.remove((Long) reference.getProperty(Constants.SERVICE_ID));
    serveProbes();
  }

  private void serveProbes() {
    instances.values().forEach(instance -> instance.serve(probes.serving()));
  }

  @Reference(
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  synchronized void addWrapperFactory(
      ServiceReference<WrapperFactory> reference, WrapperFactory factory) {
    try {
      wrappers.add(reference, factory);
      wrap();
    } catch (IllegalArgumentException e) {
      LOG.error("a wrapper of {} does not serve: {}", reference.getBundle(), e.getMessage());
    }
  }

  synchronized void removeWrapperFactory(ServiceReference<WrapperFactory> reference) {
    wrappers.remove(reference);
    wrap();
  }

  private void wrap() {
    instances.values().forEach(instance -> instance.wrap(wrappers.serving()));
  }

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  synchronized void setTransport(SecureTransport transport) {
    identity = transport;
    doorway.use(settings.streams(), identity);
  }

  synchronized void unsetTransport(SecureTransport transport) {
    if (identity == transport) {
      identity = null;
      doorway.use(settings.streams(), null);
    }
  }

  /** What is wrong with this installation, each line with its remedy. */
  private List<String> warnings() {
    List<String> all = new ArrayList<>(problems);
    doorway.problem().ifPresent(all::add);
    if (foreignConnector()) {
      all.add(
          "this container's own JMX connector is on: it checks no roles for creating and removing"
              + " MBeans. Uninstall the feature 'management' or set serviceUrl in"
              + " org.apache.karaf.management.cfg to a loopback address");
    }
    return all;
  }

  private boolean foreignConnector() {
    try {
      return !server.queryNames(new ObjectName("connector:*"), null).isEmpty();
    } catch (MalformedObjectNameException e) {
      throw new IllegalStateException("the pattern is a constant", e);
    }
  }
}
