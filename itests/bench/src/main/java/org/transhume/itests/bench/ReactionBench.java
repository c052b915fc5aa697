// SPDX-License-Identifier: Apache-2.0
package org.transhume.itests.bench;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.Notification;
import org.transhume.agent.internal.HostedAgents;
import org.transhume.agent.internal.watch.ProbeDefinition;
import org.transhume.agent.internal.watch.ProbeParameters;
import org.transhume.api.model.MigrationPhase;
import org.transhume.api.model.ThresholdLevel;
import org.transhume.api.mx.MigrationEvent;
import org.transhume.api.mx.NotificationPayload;
import org.transhume.api.mx.NotificationTypes;
import org.transhume.api.mx.ObjectNames;
import org.transhume.api.mx.ProbeEvent;
import org.transhume.api.mx.Role;
import org.transhume.hypervisor.sim.internal.ClusterSettings;
import org.transhume.hypervisor.sim.internal.Costs;
import org.transhume.hypervisor.sim.internal.HostShape;
import org.transhume.hypervisor.sim.internal.RealTimeline;
import org.transhume.hypervisor.sim.internal.SimulatedCluster;
import org.transhume.manager.internal.HostedManager;
import org.transhume.policy.hotspot.internal.HotspotPolicy;
import org.transhume.probe.cpu.internal.CpuProbe;
import org.transhume.spi.hypervisor.DomainIdentity;
import org.transhume.spi.hypervisor.ForwardingHypervisor;
import org.transhume.spi.hypervisor.HostObservation;
import org.transhume.spi.hypervisor.Hypervisor;
import org.transhume.spi.hypervisor.HypervisorException;
import org.transhume.spi.hypervisor.OutgoingTransfer;
import org.transhume.spi.probe.Subject;
import org.transhume.spi.transport.Endpoint;
import org.transhume.spi.transport.SecureTransport;
import org.transhume.spi.transport.TransportProvider;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How soon a hot spot is answered by a migration. */
@Command(
    name = "reaction",
    description = {
      "Two simulated hosts, their agents and a manager with the hotspot policy in one process, joined",
      "by JMX over TLS and nothing else. Domains of one host get hot; the policy moves one to the",
      "other host; that one gets hot. Each time is taken from just before the look at the host whose",
      "reading completed the hold, to the call of the source's Hypervisor.send: look, probe,",
      "notification, decision, journal, prepare at the target and opening of the stream are in it."
    },
    mixinStandardHelpOptions = true)
final class ReactionBench implements Callable<Integer> {

  private static final List<String> HOSTS = List.of("a-204-02", "a-204-03");
  private static final List<String> DOMAINS = List.of("etch-1-1", "etch-1-2", "dapper-1-1");
  private static final long PERIOD_MILLIS = 100;
  private static final long LIMIT_SECONDS = 30;
  private static final int LIMIT_OF_STRAYS = 20;
  private static final double HOT = 0.95;
  private static final double COOL = 0.1;

  @Mixin private Figures figures;

  @Option(names = "--events", defaultValue = "200", description = "Hot spots; ${DEFAULT-VALUE}.")
  private int events;

  @Option(
      names = "--warm-up",
      defaultValue = "20",
      description = "Hot spots before, which are not counted; ${DEFAULT-VALUE}.")
  private int warmUp;

  private final Map<String, Long> looks = new ConcurrentHashMap<>();
  private final LinkedBlockingQueue<Long> sends = new LinkedBlockingQueue<>();
  private final LinkedBlockingQueue<Told> highs = new LinkedBlockingQueue<>();
  private final LinkedBlockingQueue<Told> proposals = new LinkedBlockingQueue<>();
  private final LinkedBlockingQueue<MigrationEvent> ends = new LinkedBlockingQueue<>();
  private final Map<String, ThresholdLevel> levels = new ConcurrentHashMap<>();

  private record Told(String key, long atNanos) {}

  @Override
  public Integer call() throws Exception {
    return figures.around("reaction", this::measure);
  }

  private Void measure() throws Exception {
    Path folder = Files.createTempDirectory("transhume-bench-reaction-");
    TransportProvider provider = Identities.transports();
    Identities identities = new Identities(folder.resolve("identities"));
    List<String> names = new ArrayList<>(HOSTS);
    names.add("localhost");
    Path hosts = identities.issue("hosts", Role.AGENT, names);
    Path leader = identities.issue("manager", Role.MANAGER, List.of("localhost"));
    MBeanServer agentsServer = MBeanServerFactory.newMBeanServer();
    MBeanServer managersServer = MBeanServerFactory.newMBeanServer();
    SecureTransport transport = provider.open(hosts);
    try (RealTimeline timeline = new RealTimeline(Clock.systemUTC());
        HostedAgents agents = new HostedAgents(transport, folder.resolve("agents"), PERIOD_MILLIS);
        TransportProvider.JmxServer port =
            provider.serve(
                hosts, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), agentsServer);
        HostedManager manager =
            HostedManager.moving(
                List.of(new Endpoint("localhost", port.port())),
                folder.resolve("manager"),
                managersServer)) {
      SimulatedCluster cluster = cluster(timeline);
      for (String host : HOSTS) {
        agents.start(agentsServer, new Timed(cluster.hypervisor(host)), probes());
        agentsServer.addNotificationListener(
            ObjectNames.agent(host), (told, handback) -> agentTold(told), null, null);
      }
      managersServer.addNotificationListener(
          ObjectNames.manager(), (told, handback) -> managerTold(told), null, null);
      manager.use(provider.open(leader));
      manager.add("hotspot", new HotspotPolicy());
      tell(reactions(cluster));
    } finally {
      Figures.remove(folder);
    }
    return null;
  }

  private SimulatedCluster cluster(RealTimeline timeline) throws HypervisorException {
    long milli = 1_000_000;
    Costs quick =
        new Costs(
            milli, milli, milli, milli, milli, milli, milli, milli, 60_000 * milli, 0.04, 0.05);
    SimulatedCluster cluster =
        new SimulatedCluster(
            new ClusterSettings(
                7,
                HOSTS.stream()
                    .map(name -> HostShape.of(name, 2, 2L << 30, 512L << 20, 1 << 30))
                    .toList(),
                quick,
                0,
                4096),
            timeline);
    for (int i = 0; i < DOMAINS.size(); i++) {
      cluster
          .hypervisor(HOSTS.get(i / 2))
          .create(
              "name = \"" + DOMAINS.get(i) + "\"\nmemory = 32\nsim_demand = \"" + COOL + "\"\n");
    }
    return cluster;
  }

  private static Map<String, ProbeDefinition> probes() {
    return Map.of(
        "cpu",
        new ProbeDefinition(
            "cpu",
            "1.0.0",
            "share",
            Subject.Kind.HOST,
            new ProbeParameters(PERIOD_MILLIS, 0.8, 0.6, PERIOD_MILLIS),
            new CpuProbe()));
  }

  /** What passed between the look and three later moments, in milliseconds. */
  private record Reaction(double told, double proposed, double sent) {}

  private List<Reaction> reactions(SimulatedCluster cluster) throws Exception {
    List<Reaction> reactions = new ArrayList<>();
    Map<String, String> placed = new LinkedHashMap<>();
    for (int i = 0; i < DOMAINS.size(); i++) {
      placed.put(DOMAINS.get(i), HOSTS.get(i / 2));
    }
    int strays = 0;
    for (int i = 0; i < warmUp + events + strays; i++) {
      awaitCool();
      String crowded =
          HOSTS.stream()
              .filter(host -> placed.values().stream().filter(host::equals).count() > 1)
              .findFirst()
              .orElseThrow();
      sends.clear();
      highs.clear();
      proposals.clear();
      ends.clear();
      placed.forEach(
          (domain, host) -> cluster.setDemand(domain, host.equals(crowded) ? HOT : COOL));
      Told high = next(highs, "a host reads high");
      long look = looks.get(high.key());
      Told proposed = next(proposals, "the policy proposes");
      long sent = next(sends, "a domain is sent");
      boolean expected = high.key().startsWith(crowded + "@");
      if (i >= warmUp + strays && expected) {
        reactions.add(
            new Reaction(
                (high.atNanos() - look) / 1e6,
                (proposed.atNanos() - look) / 1e6,
                (sent - look) / 1e6));
      }
      MigrationEvent end = next(ends, "the migration ends");
      if (end.phase() != MigrationPhase.DONE || strays > LIMIT_OF_STRAYS) {
        throw new IllegalStateException("unexpected end of a migration: " + end);
      }
      if (!expected) {
        // On a busy machine a host may still read high from the time before; it is not counted.
        strays++;
      }
      placed.put(end.domain(), end.target());
      DOMAINS.forEach(domain -> cluster.setDemand(domain, COOL));
      TimeUnit.MILLISECONDS.sleep(HostedManager.SETTLE_MILLIS + 2 * PERIOD_MILLIS);
      looks.clear();
    }
    if (!cluster.violations().isEmpty()) {
      throw new IllegalStateException("a domain ran twice: " + cluster.violations());
    }
    return reactions;
  }

  private void tell(List<Reaction> reactions) {
    figures.put("hot spots answered by a migration", reactions.size(), "", "");
    Quantiles sent = Quantiles.of(reactions.stream().map(Reaction::sent).toList());
    figures.put("look to notification, median", median(reactions, Reaction::told), "ms", "");
    figures.put("look to proposal, median", median(reactions, Reaction::proposed), "ms", "");
    figures.put("look to Hypervisor.send, median", sent.median(), "ms", "");
    figures.put("look to Hypervisor.send, p99", sent.at(0.99), "ms", "<= 100 ms");
    figures.put("look to Hypervisor.send, most", sent.most(), "ms", "");
  }

  private static double median(List<Reaction> reactions, Function<Reaction, Double> part) {
    return Quantiles.of(reactions.stream().map(part).toList()).median();
  }

  private void agentTold(Notification told) {
    long now = System.nanoTime();
    if (told.getType().equals(NotificationTypes.PROBE_HIGH)
        || told.getType().equals(NotificationTypes.PROBE_NORMAL)) {
      ProbeEvent event = NotificationPayload.fromOpenData(told.getUserData(), ProbeEvent.class);
      levels.put(event.host(), event.level());
      if (event.level() == ThresholdLevel.HIGH) {
        highs.add(new Told(key(event.host(), event.atEpochMillis()), now));
      }
    }
  }

  private void managerTold(Notification told) {
    long now = System.nanoTime();
    if (told.getType().equals(NotificationTypes.migration(MigrationPhase.REQUESTED))) {
      proposals.add(new Told("", now));
    } else if (NotificationTypes.isMigration(told.getType())) {
      MigrationEvent event =
          NotificationPayload.fromOpenData(told.getUserData(), MigrationEvent.class);
      if (event.phase().isFinal()) {
        ends.add(event);
      }
    }
  }

  private void awaitCool() throws InterruptedException, TimeoutException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
    while (levels.containsValue(ThresholdLevel.HIGH)) {
      if (System.nanoTime() > deadline) {
        throw new TimeoutException("a host stayed hot: " + levels);
      }
      TimeUnit.MILLISECONDS.sleep(10);
    }
  }

  private static <T> T next(LinkedBlockingQueue<T> queue, String what)
      throws InterruptedException, TimeoutException {
    T item = queue.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
    if (item == null) {
      throw new TimeoutException("waited " + LIMIT_SECONDS + " s in vain until " + what);
    }
    return item;
  }

  private static String key(String host, long atEpochMillis) {
    return host + "@" + atEpochMillis;
  }

  /** Notes when looks and sends begin. */
  private final class Timed extends ForwardingHypervisor {

    Timed(Hypervisor real) {
      super(real);
    }

    @Override
    public HostObservation observe() throws HypervisorException {
      long begun = System.nanoTime();
      HostObservation seen = super.observe();
      looks.putIfAbsent(key(host(), seen.takenAt().toEpochMilli()), begun);
      return seen;
    }

    @Override
    public OutgoingTransfer send(DomainIdentity domain, String migrationId)
        throws HypervisorException {
      sends.add(System.nanoTime());
      return super.send(domain, migrationId);
    }
  }
}
