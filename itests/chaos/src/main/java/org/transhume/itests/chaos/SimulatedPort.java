// SPDX-License-Identifier: Apache-2.0
package org.transhume.itests.chaos;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import javax.management.Notification;
import org.transhume.agent.internal.SimulatedAgent;
import org.transhume.api.model.Epoch;
import org.transhume.api.model.HostState;
import org.transhume.api.model.MigrationPhase;
import org.transhume.api.mx.Attendance;
import org.transhume.api.mx.BootOrder;
import org.transhume.api.mx.DomainConfiguration;
import org.transhume.api.mx.DomainEvent;
import org.transhume.api.mx.HostSample;
import org.transhume.api.mx.MigrationEvent;
import org.transhume.api.mx.MigrationMXBean;
import org.transhume.api.mx.MigrationOrder;
import org.transhume.api.mx.NotificationPayload;
import org.transhume.api.mx.NotificationTypes;
import org.transhume.api.mx.StepResult;
import org.transhume.api.mx.StopOrder;
import org.transhume.api.mx.StreamTicket;
import org.transhume.hypervisor.sim.internal.Timeline;
import org.transhume.manager.internal.AgentEvents;
import org.transhume.manager.internal.AgentPort;
import org.transhume.manager.internal.OpenRequest;
import org.transhume.manager.internal.SideReport;
import org.transhume.migration.manager.OrderKind;

/** One connection of one life of the manager to one life of an agent, over a link that may fail. */
final class SimulatedPort implements AgentPort {

  private static final long ORDER_MILLIS = 60_000;
  private static final long READ_MILLIS = 10_000;

  private final SimulatedAgent agent;
  private final AgentEvents life;
  private final Link link;
  private final Timeline timeline;
  private final Witness witness;
  private Received newest;
  private boolean open = true;

  /**
   * A connection that is open.
   *
   * @param life of a manager, which is told what the agent tells
   * @param witness sees every answer
   */
  SimulatedPort(
      SimulatedAgent agent, AgentEvents life, Link link, Timeline timeline, Witness witness) {
    this.agent = agent;
    this.life = life;
    this.link = link;
    this.timeline = timeline;
    this.witness = witness;
    agent.sample().ifPresent(this::keep);
  }

  SimulatedAgent agent() {
    return agent;
  }

  /** Nothing goes through it any more. */
  void close() {
    open = false;
  }

  boolean isOpen() {
    return open;
  }

  /** Something the agent has told; it arrives, or not. */
  void told(Notification notification) {
    link.toManager(() -> hear(notification));
  }

  private void hear(Notification notification) {
    if (!open) {
      return;
    }
    String type = notification.getType();
    Object data = notification.getUserData();
    if (type.equals(NotificationTypes.HOST_SAMPLE)) {
      keep(NotificationPayload.fromOpenData(data, HostSample.class));
    } else if (NotificationTypes.isMigration(type)) {
      life.migration(this, NotificationPayload.fromOpenData(data, MigrationEvent.class));
    } else if (type.startsWith("org.transhume.domain.")) {
      life.domain(this, NotificationPayload.fromOpenData(data, DomainEvent.class));
    }
  }

  private void keep(HostSample sample) {
    newest = new Received(timeline.nanos() / 1_000_000, () -> sample);
  }

  @Override
  public String host() {
    return agent.host();
  }

  @Override
  public String endpoint() {
    return agent.host() + ":7443";
  }

  @Override
  public Optional<Received> newestSample() {
    return Optional.ofNullable(newest);
  }

  @Override
  public CompletionStage<StepResult> attend(Attendance attendance) {
    return ask(() -> agent.attend(attendance), READ_MILLIS);
  }

  @Override
  public CompletionStage<StepResult> check(MigrationOrder order) {
    return ask(() -> agent.check(order), ORDER_MILLIS);
  }

  @Override
  public CompletionStage<StepResult> give(
      OrderKind kind, MigrationOrder order, Optional<StreamTicket> ticket) {
    return ask(
        () -> watched(order, order.epoch(), () -> agent.obey(kind, order, ticket)), ORDER_MILLIS);
  }

  @Override
  public CompletionStage<List<DomainConfiguration>> configurations(
      Map<String, String> knownDigests) {
    return ask(() -> agent.configurations(knownDigests), READ_MILLIS);
  }

  @Override
  public CompletionStage<StepResult> checkCreation(BootOrder order) {
    return ask(() -> agent.checkCreation(order), ORDER_MILLIS);
  }

  @Override
  public CompletionStage<StepResult> boot(BootOrder order) {
    return ask(() -> watched(order, order.epoch(), () -> agent.boot(order)), ORDER_MILLIS);
  }

  @Override
  public CompletionStage<StepResult> abortBoot(BootOrder order) {
    return ask(() -> watched(order, order.epoch(), () -> agent.abortBoot(order)), ORDER_MILLIS);
  }

  @Override
  public CompletionStage<StepResult> stop(StopOrder order) {
    return ask(() -> watched(order, order.epoch(), () -> agent.stop(order)), ORDER_MILLIS);
  }

  @Override
  public CompletionStage<StepResult> abortStop(StopOrder order) {
    return ask(() -> watched(order, order.epoch(), () -> agent.abortStop(order)), ORDER_MILLIS);
  }

  private CompletableFuture<StepResult> watched(
      Record order, Epoch epoch, Supplier<CompletableFuture<StepResult>> obeyed) {
    boolean superseded = agent.epoch().isNewerThan(epoch);
    return obeyed
        .get()
        .thenApply(
            result -> {
              witness.answered(order, superseded, result);
              return result;
            });
  }

  @Override
  public CompletionStage<Optional<SideReport>> readMigration(String migrationId) {
    return ask(
        () ->
            CompletableFuture.completedFuture(
                agent.migration(migrationId).map(SimulatedPort::report)),
        READ_MILLIS);
  }

  private static SideReport report(MigrationMXBean bean) {
    return new SideReport(
        bean.getPhase(),
        bean.getProgressPercent(),
        bean.getBytesSent(),
        bean.getBytesPerSecond(),
        bean.getRound(),
        bean.getDowntimeMillis(),
        bean.getOutcomeReasons());
  }

  @Override
  public CompletionStage<List<OpenRequest>> openRequests() {
    return ask(
        () ->
            CompletableFuture.completedFuture(
                agent.underWay().stream()
                    .filter(bean -> bean.getPhase() == MigrationPhase.REQUESTED)
                    .map(SimulatedPort::request)
                    .toList()),
        READ_MILLIS);
  }

  private static OpenRequest request(MigrationMXBean bean) {
    return new OpenRequest(
        bean.getId(),
        bean.getDomainUuid(),
        bean.getDomain(),
        bean.getSource(),
        bean.getTarget(),
        String.valueOf(bean.getReason()));
  }

  @Override
  public CompletionStage<Void> setHostState(HostState state) {
    return ask(() -> agent.setState(state), READ_MILLIS);
  }

  @Override
  public CompletionStage<Void> act(DomainAction action, String domain) {
    return CompletableFuture.failedFuture(new IOException("domains are left alone here"));
  }

  /** The question may be lost, or come twice; and so may the answer. */
  private <T> CompletionStage<T> ask(Supplier<CompletableFuture<T>> question, long limitMillis) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    if (!open || agent.isDead()) {
      timeline.after(
          1_000_000,
          () -> answer.completeExceptionally(new IOException("no route to " + agent.host())));
      return answer;
    }
    link.toAgent(
        () -> {
          if (!agent.isDead()) {
            pass(question.get(), answer);
          }
        });
    timeline.after(
        limitMillis * 1_000_000,
        () ->
            answer.completeExceptionally(
                new IOException("no answer within " + limitMillis + " ms")));
    return answer;
  }

  @SuppressWarnings("FutureReturnValueIgnored") // Whatever it comes to is passed on.
  private <T> void pass(CompletableFuture<T> from, CompletableFuture<T> to) {
    from.whenComplete((result, failure) -> link.toManager(() -> end(to, result, failure)));
  }

  private static <T> void end(CompletableFuture<T> answer, T result, Throwable failure) {
    if (failure == null) {
      answer.complete(result);
    } else {
      answer.completeExceptionally(failure);
    }
  }
}
