// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.transhume.api.model.Epoch;
import org.transhume.api.model.MigrationPhase;
import org.transhume.api.mx.AgentMXBean;
import org.transhume.api.mx.Attendance;
import org.transhume.api.mx.BootOrder;
import org.transhume.api.mx.DomainConfiguration;
import org.transhume.api.mx.HostSample;
import org.transhume.api.mx.MigrationOrder;
import org.transhume.api.mx.StandingRules;
import org.transhume.api.mx.StepResult;
import org.transhume.api.mx.StopOrder;
import org.transhume.api.mx.StreamTicket;

/** The agent as MBean. */
record AgentBean(AgentInstance agent) implements AgentMXBean {

  /** A guest takes its time, for which no thread of the manager's is to wait: it asks again. */
  private static final long STOP_ANSWER_MILLIS = 500;

  @Override
  public String getHost() {
    return agent.context().host();
  }

  @Override
  public String getVersion() {
    return agent.context().version();
  }

  @Override
  public String getHypervisor() {
    return agent.context().hypervisor().description();
  }

  @Override
  public String getHypervisorProblem() {
    return agent.watch().problem().orElse(null);
  }

  @Override
  public long getStartedAtEpochMillis() {
    return agent.context().startedAtEpochMillis();
  }

  @Override
  public Epoch getManagerEpoch() {
    return agent.desk().epoch();
  }

  @Override
  public String getManager() {
    return agent.desk().manager().orElse(null);
  }

  @Override
  public long getBandwidthLimitBytesPerSecond() {
    return agent.desk().bandwidthLimitBytesPerSecond();
  }

  @Override
  public List<String> getProbes() {
    return agent.probes().names();
  }

  @Override
  public List<String> getRules() {
    return agent.rules().standing().rules();
  }

  @Override
  public long getRulesRevision() {
    return agent.rules().standing().revision();
  }

  @Override
  public HostSample getLastSample() {
    return agent.watch().sample().orElse(null);
  }

  @Override
  public List<String> getWarnings() {
    return agent.warnings();
  }

  @Override
  public StepResult attend(Attendance attendance) {
    return await(agent.desk().attend(attendance));
  }

  @Override
  public StepResult keepRules(StandingRules rules) {
    return await(agent.desk().keepRules(rules));
  }

  @Override
  public StepResult check(MigrationOrder order) {
    return await(agent.desk().check(order));
  }

  @Override
  public StepResult prepare(MigrationOrder order) {
    return await(agent.desk().prepare(order));
  }

  @Override
  public StepResult send(MigrationOrder order, StreamTicket ticket) {
    return await(agent.desk().send(order, ticket));
  }

  @Override
  public StepResult handOver(MigrationOrder order) {
    return await(agent.desk().handOver(order));
  }

  @Override
  public StepResult finish(MigrationOrder order) {
    return await(agent.desk().finish(order));
  }

  @Override
  public StepResult abort(MigrationOrder order) {
    return await(agent.desk().abort(order));
  }

  @Override
  public List<DomainConfiguration> configurations(Map<String, String> knownDigests) {
    return agent.configurations().besides(knownDigests);
  }

  @Override
  public StepResult checkCreation(BootOrder order) {
    return await(agent.desk().checkCreation(order));
  }

  @Override
  public StepResult boot(BootOrder order) {
    return awaitOrder(agent.desk().boot(order));
  }

  @Override
  public StepResult abortBoot(BootOrder order) {
    return awaitOrder(agent.desk().abortBoot(order));
  }

  @Override
  public StepResult stop(StopOrder order) {
    return awaitStop(agent.desk().stop(order));
  }

  @Override
  public StepResult abortStop(StopOrder order) {
    return awaitStop(agent.desk().abortStop(order));
  }

  private static StepResult awaitStop(CompletableFuture<StepResult> answer) {
    return Answers.await(answer, STOP_ANSWER_MILLIS, () -> MigrationPhase.PREPARING);
  }

  private StepResult awaitOrder(CompletableFuture<StepResult> answer) {
    return Answers.await(
        answer,
        agent.context().settings().get().patience().answerMillis(),
        () -> MigrationPhase.PREPARING);
  }

  private StepResult await(CompletableFuture<StepResult> answer) {
    return Answers.await(
        answer,
        agent.context().settings().get().patience().answerMillis(),
        () -> MigrationPhase.CHECKING);
  }
}
