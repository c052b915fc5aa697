// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import org.transhume.api.model.Explanation;
import org.transhume.api.model.HostState;
import org.transhume.api.model.MigrationPhase;
import org.transhume.api.mx.Attendance;
import org.transhume.api.mx.BootOrder;
import org.transhume.api.mx.DomainConfiguration;
import org.transhume.api.mx.HostSample;
import org.transhume.api.mx.MigrationOrder;
import org.transhume.api.mx.StandingRules;
import org.transhume.api.mx.StepResult;
import org.transhume.api.mx.StopOrder;
import org.transhume.api.mx.StreamTicket;
import org.transhume.api.mx.WrapperMXBean;
import org.transhume.migration.manager.OrderKind;

/**
 * One agent that is connected, as the manager's decisions see it. No method blocks: answers arrive
 * as completions, on any thread, and a lost agent fails them with an {@link java.io.IOException}
 * within a bounded time. What the agent tells by itself goes to {@link AgentEvents}.
 */
public interface AgentPort {

  /** The agent's host. */
  String host();

  /** Where it was reached, for people. */
  String endpoint();

  /** The newest sample, if one has arrived since the agent was connected. */
  Optional<Received> newestSample();

  /** Tells the agent that this manager leads. */
  CompletionStage<StepResult> attend(Attendance attendance);

  /** Gives the agent the rules to keep; one that knows no rules refuses them. */
  default CompletionStage<StepResult> keepRules(StandingRules rules) {
    return CompletableFuture.completedFuture(
        StepResult.refused(
            MigrationPhase.REFUSED,
            List.of(
                Explanation.of(
                    "UNKNOWN_ORDER", "the agent of " + host() + " knows no rules: update it"))));
  }

  /**
   * Asks the agent what its side has against a migration, and for the facts that the other side
   * compares; begins nothing. An agent that knows no such question has nothing to say.
   */
  default CompletionStage<StepResult> check(MigrationOrder order) {
    return CompletableFuture.completedFuture(StepResult.accepted(MigrationPhase.CHECKING));
  }

  /**
   * Gives an order of a migration.
   *
   * @param ticket with {@link OrderKind#SEND} the target's leave, else empty
   */
  CompletionStage<StepResult> give(
      OrderKind kind, MigrationOrder order, Optional<StreamTicket> ticket);

  /** How the agent's side of a migration stands; empty when it knows of none. */
  CompletionStage<Optional<SideReport>> readMigration(String migrationId);

  /** The migrations that were asked for on this agent and that nobody has turned to. */
  CompletionStage<List<OpenRequest>> openRequests();

  /**
   * How the host's domains could be booted elsewhere, as far as that differs from what is known. An
   * agent that knows no such question tells nothing.
   */
  default CompletionStage<List<DomainConfiguration>> configurations(
      Map<String, String> knownDigests) {
    return CompletableFuture.completedFuture(List.of());
  }

  /** Asks which domain a configuration is of, and whether the host has it. */
  default CompletionStage<StepResult> checkCreation(BootOrder order) {
    return CompletableFuture.completedFuture(unknownOrder());
  }

  /**
   * Boots a domain of a host that is off, or creates one; an agent that knows no such order refuses
   * it.
   */
  default CompletionStage<StepResult> boot(BootOrder order) {
    return CompletableFuture.completedFuture(unknownOrder());
  }

  /** Gives up a boot that was not begun; the answer says whether it was. */
  default CompletionStage<StepResult> abortBoot(BootOrder order) {
    return CompletableFuture.completedFuture(unknownOrder());
  }

  /** Stops a domain of this host; an agent that knows no such order refuses it. */
  default CompletionStage<StepResult> stop(StopOrder order) {
    return CompletableFuture.completedFuture(unknownOrder());
  }

  /** Gives up a stop that was not begun; the answer says whether it was. */
  default CompletionStage<StepResult> abortStop(StopOrder order) {
    return CompletableFuture.completedFuture(unknownOrder());
  }

  /** The answer of an agent that does not know what it is asked to do. */
  default StepResult unknownOrder() {
    return StepResult.refused(
        MigrationPhase.REFUSED,
        List.of(
            Explanation.of(
                "UNKNOWN_ORDER", "the agent of " + host() + " knows no such order: update it")));
  }

  /** Sets what the host is there for. */
  CompletionStage<Void> setHostState(HostState state);

  /** Acts on a domain of this host. */
  CompletionStage<Void> act(DomainAction action, String domain);

  /** The wrappers that this agent shows; one that knows none shows none. */
  default CompletionStage<List<WrapperName>> wrappers() {
    return CompletableFuture.completedFuture(List.of());
  }

  /**
   * Puts a question to a wrapper on this host. It fails with an {@link IllegalStateException} that
   * begins with {@value #NOT_HERE} when the wrapper is not here, so that nothing was asked.
   */
  default <T> CompletionStage<T> ask(WrapperName wrapper, Function<WrapperMXBean, T> question) {
    return CompletableFuture.failedFuture(
        new IllegalStateException(NOT_HERE + ": the agent of " + host() + " knows no wrappers"));
  }

  /** How the refusal of a question begins whose wrapper is not on that host. */
  String NOT_HERE = "MOVED";

  /**
   * A wrapper of a domain.
   *
   * @param domain the domain's name
   * @param wrapper its own
   */
  record WrapperName(String domain, String wrapper) {}

  /** What an operator may do to a domain besides moving it. */
  enum DomainAction {
    PAUSE,
    UNPAUSE,
    SHUTDOWN,
    REBOOT,
    DESTROY
  }

  /**
   * A sample as it arrived. It is decoded when somebody looks, since most are replaced unseen.
   *
   * @param atMonotonicMillis when it arrived, by the loop's clock
   * @param sample decodes it, once
   */
  record Received(long atMonotonicMillis, Supplier<HostSample> sample) {}
}
