// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channel;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import javax.management.InstanceNotFoundException;
import javax.management.JMX;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.NotificationListener;
import javax.management.ObjectName;
import org.transhume.agent.internal.journal.AgentJournal;
import org.transhume.agent.internal.relay.StreamDoor;
import org.transhume.api.model.Epoch;
import org.transhume.api.model.HostState;
import org.transhume.api.mx.Attendance;
import org.transhume.api.mx.BootOrder;
import org.transhume.api.mx.DomainConfiguration;
import org.transhume.api.mx.HostSample;
import org.transhume.api.mx.MigrationMXBean;
import org.transhume.api.mx.MigrationOrder;
import org.transhume.api.mx.ObjectNames;
import org.transhume.api.mx.StepResult;
import org.transhume.api.mx.StopOrder;
import org.transhume.api.mx.StreamTicket;
import org.transhume.hypervisor.sim.internal.Timeline;
import org.transhume.journal.JournalFolder;
import org.transhume.migration.manager.OrderKind;
import org.transhume.spi.hypervisor.ConfigurationReader.Named;
import org.transhume.spi.hypervisor.Hypervisor;
import org.transhume.spi.hypervisor.HypervisorException;
import org.transhume.spi.hypervisor.Transfer;

/**
 * One life of an agent in virtual time: everything of the agent's bundle above its threads, its
 * port and its disk.
 */
public final class SimulatedAgent {

  private static final int ARRIVALS_AT_ONCE = 2;

  private final TimelineExecution execution;
  private final TrackedHypervisor hypervisor;
  private final MBeanServer server = MBeanServerFactory.newMBeanServer();
  private final AgentInstance instance;

  /**
   * What the agent runs on.
   *
   * @param hypervisor its host's
   * @param timeline in which it lives
   * @param clock its host's
   * @param random how long the tasks of its workers take, and what its ids are
   * @param journal folder of its journal
   * @param door where its migration streams come and go
   */
  public record Machine(
      Hypervisor hypervisor,
      Timeline timeline,
      Clock clock,
      Random random,
      JournalFolder journal,
      StreamDoor door) {}

  /** Starts. */
  public SimulatedAgent(Machine on, NotificationListener listener) {
    this.execution = new TimelineExecution(on.timeline(), on.random());
    this.hypervisor = new TrackedHypervisor(on.hypervisor());
    AgentSettings settings =
        new AgentSettings(
            2_000,
            new AgentSettings.Streams("::", on.door().port(), hypervisor.host()),
            Path.of(on.journal().where("")),
            0,
            0,
            AgentSettings.Patience.DEFAULT,
            ARRIVALS_AT_ONCE);
    AgentContext context =
        new AgentContext(
            hypervisor.host(),
            "simulated",
            on.clock().millis(),
            hypervisor,
            () -> settings,
            on.clock(),
            on.timeline()::nanos,
            execution,
            execution.newLoop());
    this.instance =
        new AgentInstance(
            context,
            new AgentInstance.AgentSurroundings(
                server,
                () -> AgentJournal.open(on.journal()),
                () -> Optional.of(on.door()),
                List::of,
                List::of));
    listen(listener);
    instance.serve(Map.of());
  }

  private void listen(NotificationListener listener) {
    NotificationListener whileAlive =
        (notification, handback) -> {
          if (!execution.isDead()) {
            listener.handleNotification(notification, handback);
          }
        };
    try {
      server.addNotificationListener(ObjectNames.agent(host()), whileAlive, null, null);
    } catch (InstanceNotFoundException e) {
      throw new IllegalStateException("the agent has no bean", e);
    }
  }

  /** Its host. */
  public String host() {
    return hypervisor.host();
  }

  /** Whether it has been killed. */
  public boolean isDead() {
    return execution.isDead();
  }

  /** Ends as by {@code kill -9}: its channels break, and what it was about to do is not done. */
  public void kill() {
    execution.die();
    for (Transfer transfer : List.copyOf(hypervisor.transfers)) {
      close(transfer.input());
      close(transfer.output());
    }
  }

  private static void close(Channel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A manager's word that it leads. */
  public CompletableFuture<StepResult> attend(Attendance word) {
    return instance.desk().attend(word);
  }

  /** A manager's question what this side has against a migration. */
  public CompletableFuture<StepResult> check(MigrationOrder order) {
    return instance.desk().check(order);
  }

  /** A manager's order. */
  public CompletableFuture<StepResult> obey(
      OrderKind kind, MigrationOrder order, Optional<StreamTicket> ticket) {
    return switch (kind) {
      case PREPARE -> instance.desk().prepare(order);
      case SEND -> instance.desk().send(order, ticket.orElseThrow());
      case HAND_OVER -> instance.desk().handOver(order);
      case FINISH -> instance.desk().finish(order);
      case ABORT -> instance.desk().abort(order);
    };
  }

  /**
   * Asks for a migration, as an operator does on the domain's bean.
   *
   * @return the migration's id; failed when the agent refuses at once
   */
  public CompletableFuture<String> migrate(String domain, String target) {
    return sample().stream()
        .flatMap(sample -> sample.domains().stream())
        .filter(candidate -> candidate.name().equals(domain))
        .findFirst()
        .map(found -> instance.desk().request(found, target))
        .orElseGet(
            () ->
                CompletableFuture.failedFuture(
                    new IllegalStateException(domain + " is not on " + host())));
  }

  /** How the host's domains can be booted elsewhere, as far as that is not known. */
  public CompletableFuture<List<DomainConfiguration>> configurations(Map<String, String> known) {
    return CompletableFuture.supplyAsync(
        () -> instance.configurations().besides(known), execution.workers());
  }

  /** A manager's order to boot a domain of a host that is off. */
  public CompletableFuture<StepResult> boot(BootOrder order) {
    return instance.desk().boot(order);
  }

  /** A manager's order to give up a boot. */
  public CompletableFuture<StepResult> abortBoot(BootOrder order) {
    return instance.desk().abortBoot(order);
  }

  /** A manager's order to stop a domain. */
  public CompletableFuture<StepResult> stop(StopOrder order) {
    return instance.desk().stop(order);
  }

  /** A manager's order to give up a stop. */
  public CompletableFuture<StepResult> abortStop(StopOrder order) {
    return instance.desk().abortStop(order);
  }

  /** Creates a domain, as an operator does on the host's bean; failed when that is refused. */
  public CompletableFuture<String> create(String configuration) {
    Named wanted = hypervisor.named(configuration);
    return instance
        .desk()
        .beginCreate(wanted)
        .thenApplyAsync(
            objection -> {
              objection.ifPresent(
                  why -> {
                    throw new IllegalStateException(why.code() + ": " + why.text());
                  });
              try {
                return hypervisor.create(configuration).name();
              } catch (HypervisorException e) {
                throw new IllegalStateException(e.getMessage(), e);
              } finally {
                instance.desk().createEnded(wanted);
              }
            },
            execution.workers());
  }

  /** A manager's question before it has a domain created. */
  public CompletableFuture<StepResult> checkCreation(BootOrder order) {
    return instance.desk().checkCreation(order);
  }

  /** The manager that attends to it; empty when none does. */
  public Optional<String> manager() {
    return instance.desk().manager();
  }

  /** Sets what the host is there for; failed when that cannot be made durable. */
  public CompletableFuture<Void> setState(HostState state) {
    return instance
        .beginState(state)
        .thenCompose(
            failure ->
                failure.isPresent()
                    ? CompletableFuture.failedFuture(failure.get())
                    : CompletableFuture.completedFuture(null));
  }

  /** The newest epoch that it knows. */
  public Epoch epoch() {
    return instance.desk().epoch();
  }

  /** Its newest sample. */
  public Optional<HostSample> sample() {
    return instance.watch().sample();
  }

  /** The bean of a migration; empty when it knows of none. */
  public Optional<MigrationMXBean> migration(String id) {
    ObjectName name = ObjectNames.migration(host(), id);
    return server.isRegistered(name)
        ? Optional.of(JMX.newMXBeanProxy(server, name, MigrationMXBean.class))
        : Optional.empty();
  }

  /** The beans of the migrations that have not ended here. */
  public List<MigrationMXBean> underWay() {
    return server.queryNames(ObjectNames.anythingOf(host()), null).stream()
        .filter(name -> "Migration".equals(name.getKeyProperty("type")))
        .sorted()
        .map(name -> JMX.newMXBeanProxy(server, name, MigrationMXBean.class))
        .filter(bean -> !bean.getPhase().isFinal())
        .toList();
  }
}
