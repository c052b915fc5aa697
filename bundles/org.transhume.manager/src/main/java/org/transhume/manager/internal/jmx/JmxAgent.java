// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal.jmx;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.management.Attribute;
import javax.management.InstanceNotFoundException;
import javax.management.JMX;
import javax.management.ListenerNotFoundException;
import javax.management.MBeanServerConnection;
import javax.management.NotificationListener;
import javax.management.ObjectName;
import javax.management.ReflectionException;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.TabularData;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.transhume.api.model.Explanation;
import org.transhume.api.model.HostState;
import org.transhume.api.model.MigrationPhase;
import org.transhume.api.mx.AgentMXBean;
import org.transhume.api.mx.Attendance;
import org.transhume.api.mx.BootOrder;
import org.transhume.api.mx.DomainConfiguration;
import org.transhume.api.mx.DomainMXBean;
import org.transhume.api.mx.HostMXBean;
import org.transhume.api.mx.HostSample;
import org.transhume.api.mx.MigrationOrder;
import org.transhume.api.mx.ObjectNames;
import org.transhume.api.mx.StandingRules;
import org.transhume.api.mx.StepResult;
import org.transhume.api.mx.StopOrder;
import org.transhume.api.mx.StreamTicket;
import org.transhume.api.mx.WrapperMXBean;
import org.transhume.manager.internal.AgentPort;
import org.transhume.manager.internal.OpenRequest;
import org.transhume.manager.internal.SideReport;
import org.transhume.migration.manager.OrderKind;

/** One agent behind an open JMX connection. */
final class JmxAgent implements AgentPort {

  private static final Logger LOG = LoggerFactory.getLogger(JmxAgent.class);
  private static final String[] MIGRATION_ATTRIBUTES = {
    "Phase",
    "ProgressPercent",
    "BytesSent",
    "BytesPerSecond",
    "Round",
    "DowntimeMillis",
    "OutcomeReasons"
  };

  private static final String[] REQUEST_ATTRIBUTES = {
    "Id", "Phase", "DomainUuid", "Domain", "Source", "Target", "Reason"
  };

  private final String host;
  private final String endpoint;
  private final MBeanServerConnection connection;
  private final Calls calls;
  private final Inbox inbox;
  private final AgentWaits waits;
  private final AgentMXBean bean;
  private final NotificationListener listener;

  JmxAgent(
      String host,
      String endpoint,
      MBeanServerConnection connection,
      Calls calls,
      Inbox inbox,
      AgentWaits waits) {
    this.host = host;
    this.endpoint = endpoint;
    this.connection = connection;
    this.calls = calls;
    this.inbox = inbox;
    this.waits = waits;
    this.bean = JMX.newMXBeanProxy(connection, ObjectNames.agent(host), AgentMXBean.class);
    this.listener = (notification, handback) -> inbox.receive(notification);
  }

  /** Listens, then reads the newest sample, so that nothing falls between. Blocks. */
  void listen() throws IOException, InstanceNotFoundException {
    connection.addNotificationListener(ObjectNames.agent(host), listener, null, null);
    HostSample sample = bean.getLastSample();
    if (sample != null) {
      inbox.read(sample);
    }
  }

  /** Reads the newest sample again. Blocks. */
  void reread() {
    HostSample sample = bean.getLastSample();
    if (sample != null) {
      inbox.reread(sample);
    }
  }

  /**
   * Whether the agent has a sample that should have been received; stops listening if so. Blocks.
   */
  boolean hasNewerSample() throws IOException {
    HostSample sample = bean.getLastSample();
    long known = inbox.newest().map(newest -> newest.sample().get().atEpochMillis()).orElse(0L);
    if (sample == null || sample.atEpochMillis() <= known) {
      return false;
    }
    try {
      connection.removeNotificationListener(ObjectNames.agent(host), listener);
    } catch (InstanceNotFoundException | ListenerNotFoundException e) {
      LOG.debug("the old bean of {} was already left", host, e);
    }
    return true;
  }

  @Override
  public String host() {
    return host;
  }

  @Override
  public String endpoint() {
    return endpoint;
  }

  @Override
  public Optional<Received> newestSample() {
    return inbox.newest();
  }

  @Override
  public CompletionStage<StepResult> attend(Attendance attendance) {
    return call(() -> bean.attend(attendance), waits.readMillis());
  }

  @Override
  public CompletionStage<StepResult> keepRules(StandingRules rules) {
    return call(() -> bean.keepRules(rules), waits.orderMillis());
  }

  @Override
  public CompletionStage<StepResult> check(MigrationOrder order) {
    return call(() -> bean.check(order), waits.orderMillis());
  }

  @Override
  public CompletionStage<StepResult> give(
      OrderKind kind, MigrationOrder order, Optional<StreamTicket> ticket) {
    return call(
        () ->
            switch (kind) {
              case PREPARE -> bean.prepare(order);
              case SEND -> bean.send(order, ticket.orElseThrow());
              case HAND_OVER -> bean.handOver(order);
              case FINISH -> bean.finish(order);
              case ABORT -> bean.abort(order);
            },
        waits.orderMillis());
  }

  @Override
  public CompletionStage<Optional<SideReport>> readMigration(String migrationId) {
    return call(() -> readAttributes(ObjectNames.migration(host, migrationId)), waits.readMillis());
  }

  @Override
  public CompletionStage<List<OpenRequest>> openRequests() {
    return call(
        () -> {
          List<OpenRequest> requests = new ArrayList<>();
          for (ObjectName name : connection.queryNames(ObjectNames.anythingOf(host), null)) {
            if ("Migration".equals(name.getKeyProperty("type"))) {
              readRequest(name).ifPresent(requests::add);
            }
          }
          return requests;
        },
        waits.readMillis());
  }

  @Override
  public CompletionStage<List<DomainConfiguration>> configurations(
      Map<String, String> knownDigests) {
    return call(() -> bean.configurations(knownDigests), waits.deedMillis());
  }

  @Override
  public CompletionStage<StepResult> checkCreation(BootOrder order) {
    return call(() -> bean.checkCreation(order), waits.orderMillis());
  }

  @Override
  public CompletionStage<StepResult> boot(BootOrder order) {
    return call(() -> bean.boot(order), waits.orderMillis());
  }

  @Override
  public CompletionStage<StepResult> abortBoot(BootOrder order) {
    return call(() -> bean.abortBoot(order), waits.orderMillis());
  }

  @Override
  public CompletionStage<StepResult> stop(StopOrder order) {
    return call(() -> answerOf(() -> bean.stop(order)), waits.orderMillis());
  }

  @Override
  public CompletionStage<StepResult> abortStop(StopOrder order) {
    return call(() -> answerOf(() -> bean.abortStop(order)), waits.orderMillis());
  }

  /** An agent of an earlier version has no such operation, so that nothing was begun there. */
  private StepResult answerOf(Supplier<StepResult> order) {
    try {
      return order.get();
    } catch (SecurityException e) {
      LOG.warn("{} does not let this manager give the order", host, e);
      return unknownOrder();
    } catch (java.lang.reflect.UndeclaredThrowableException e) {
      if (e.getCause() instanceof ReflectionException) {
        return unknownOrder();
      }
      throw e;
    }
  }

  @Override
  public CompletionStage<Void> setHostState(HostState state) {
    return call(
        () -> {
          JMX.newMXBeanProxy(connection, ObjectNames.host(host), HostMXBean.class).setState(state);
          return null;
        },
        waits.readMillis());
  }

  @Override
  public CompletionStage<Void> act(DomainAction action, String domain) {
    return call(
        () -> {
          DomainMXBean target =
              JMX.newMXBeanProxy(connection, ObjectNames.domain(host, domain), DomainMXBean.class);
          switch (action) {
            case PAUSE -> target.pause();
            case UNPAUSE -> target.unpause();
            case SHUTDOWN -> target.shutdown();
            case REBOOT -> target.reboot();
            case DESTROY -> target.destroy();
          }
          return null;
        },
        waits.deedMillis());
  }

  @Override
  public CompletionStage<List<WrapperName>> wrappers() {
    return call(
        () ->
            connection.queryNames(ObjectNames.anyWrapperOn(host), null).stream()
                .map(
                    name ->
                        new WrapperName(
                            ObjectNames.value(name, "domain"), ObjectNames.value(name, "name")))
                .toList(),
        waits.readMillis());
  }

  @Override
  public <T> CompletionStage<T> ask(WrapperName wrapper, Function<WrapperMXBean, T> question) {
    return call(
        () -> {
          ObjectName name = ObjectNames.wrapper(host, wrapper.domain(), wrapper.wrapper());
          if (!connection.isRegistered(name)) {
            throw new IllegalStateException(NOT_HERE + ": it is not on " + host);
          }
          return question.apply(JMX.newMXBeanProxy(connection, name, WrapperMXBean.class));
        },
        waits.deedMillis());
  }

  @Override
  public String toString() {
    return host + " at " + endpoint;
  }

  private <T> CompletableFuture<T> call(Callable<T> body, long limitMillis) {
    return calls.call(
        () -> {
          try {
            return body.call();
          } catch (java.lang.reflect.UndeclaredThrowableException e) {
            throw new IOException("the call to " + this + " failed: " + e.getCause(), e);
          }
        },
        limitMillis);
  }

  private Optional<OpenRequest> readRequest(ObjectName name)
      throws IOException, ReflectionException {
    return read(name, REQUEST_ATTRIBUTES)
        .filter(values -> MigrationPhase.REQUESTED.name().equals(values.get("Phase")))
        .map(
            values ->
                new OpenRequest(
                    String.valueOf(values.get("Id")),
                    String.valueOf(values.get("DomainUuid")),
                    String.valueOf(values.get("Domain")),
                    String.valueOf(values.get("Source")),
                    String.valueOf(values.get("Target")),
                    String.valueOf(values.get("Reason"))));
  }

  private Optional<Map<String, Object>> read(ObjectName name, String... attributes)
      throws IOException, ReflectionException {
    Map<String, Object> values = new TreeMap<>();
    try {
      for (Attribute attribute : connection.getAttributes(name, attributes).asList()) {
        values.put(attribute.getName(), attribute.getValue());
      }
    } catch (InstanceNotFoundException e) {
      return Optional.empty();
    }
    return Optional.of(values);
  }

  private Optional<SideReport> readAttributes(ObjectName name)
      throws IOException, ReflectionException {
    Map<String, Object> values = read(name, MIGRATION_ATTRIBUTES).orElse(null);
    if (values == null) {
      return Optional.empty();
    }
    if (!(values.get("Phase") instanceof String phase)) {
      throw new IOException("the migration's MBean " + name + " tells no phase");
    }
    return Optional.of(
        new SideReport(
            MigrationPhase.valueOf(phase),
            values.get("ProgressPercent") instanceof Integer percent ? percent : 0,
            values.get("BytesSent") instanceof Long sent ? sent : 0,
            values.get("BytesPerSecond") instanceof Double rate ? rate : null,
            values.get("Round") instanceof Integer round ? round : null,
            values.get("DowntimeMillis") instanceof Long downtime ? downtime : null,
            explanations(values.get("OutcomeReasons"))));
  }

  private static List<Explanation> explanations(Object value) {
    List<Explanation> explanations = new ArrayList<>();
    if (value instanceof CompositeData[] reasons) {
      for (CompositeData reason : reasons) {
        explanations.add(
            new Explanation(
                String.valueOf(reason.get("code")),
                String.valueOf(reason.get("text")),
                operands(reason.get("operands"))));
      }
    }
    return explanations;
  }

  private static Map<String, String> operands(Object value) {
    Map<String, String> operands = new TreeMap<>();
    if (value instanceof TabularData table) {
      for (Object row : table.values()) {
        CompositeData entry = (CompositeData) row;
        operands.put((String) entry.get("key"), (String) entry.get("value"));
      }
    }
    return operands;
  }
}
