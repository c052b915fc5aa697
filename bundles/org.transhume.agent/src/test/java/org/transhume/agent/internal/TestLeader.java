// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.transhume.api.model.Epoch;
import org.transhume.api.model.MigrationPhase;
import org.transhume.api.mx.MigrationOrder;
import org.transhume.api.mx.StepResult;

/** Leads one migration through two agents' MBeans, the way a manager does. */
final class TestLeader {

  /** How both sides ended. */
  record Ends(StepResult target, StepResult source) {}

  private final AgentBench source;
  private final AgentBench target;
  private MigrationOrder order;
  private final Map<String, String> reports = new TreeMap<>();
  private boolean losingTheHandOver;
  private Runnable whileSent = () -> {};

  TestLeader(AgentBench source, AgentBench target, String id, String uuid, String domain) {
    this.source = source;
    this.target = target;
    this.order =
        new MigrationOrder(
            id,
            new Epoch(0, 1),
            uuid,
            domain,
            source.host.host(),
            target.host.host(),
            60_000,
            Map.of());
  }

  /** From now on what the source answers to the hand-over is lost on the way. */
  TestLeader losingTheHandOver() {
    losingTheHandOver = true;
    return this;
  }

  /** That happens while the domain is sent, before anybody may hand it over. */
  TestLeader whileSent(Runnable deed) {
    whileSent = deed;
    return this;
  }

  Ends move() {
    announceWrappers();
    StepResult prepared = target.bean().prepare(order);
    if (!prepared.accepted()) {
      throw new AssertionError("not prepared: " + prepared.reasons());
    }
    StepResult sent = source.bean().send(order, prepared.ticket());
    if (!sent.accepted()) {
      throw new AssertionError("not sent: " + sent.reasons());
    }
    whileSent.run();
    AgentBench.await(
        "the hand-over or an end", () -> sourcePhase().compareTo(MigrationPhase.HANDOVER) >= 0);
    if (sourcePhase() == MigrationPhase.HANDOVER
        && target.bean().handOver(order).accepted()
        && handedOverAtSource()) {
      AgentBench.await(
          "the end of the transfer", () -> sourcePhase().compareTo(MigrationPhase.FINISHING) >= 0);
    } else {
      source.bean().abort(order);
      target.bean().abort(order);
    }
    return finish();
  }

  /** What a manager learns by its check of the source. */
  private void announceWrappers() {
    String names = source.bean().check(order).attachments().get(MigrationOrder.WRAPPERS);
    if (names != null) {
      order = attaching(Map.of(MigrationOrder.WRAPPERS, names));
    }
  }

  /** What the source gives along goes to the target with the order to finish. */
  private boolean handedOverAtSource() {
    StepResult result = source.bean().handOver(order);
    if (!losingTheHandOver) {
      reports.putAll(result.attachments());
    }
    return result.accepted();
  }

  private MigrationPhase sourcePhase() {
    return source.migration(order.migrationId()).getPhase();
  }

  /**
   * Each side is told what the other has, until both have decided; one whose stream has just ended
   * may not know it yet.
   */
  private Ends finish() {
    AtomicReference<Ends> ends = new AtomicReference<>();
    AgentBench.await(
        "both sides have decided",
        () -> {
          ends.set(new Ends(finish(target), finish(source)));
          return ends.get().target().phase().isFinal() && ends.get().source().phase().isFinal();
        });
    return ends.get();
  }

  /** Tells the target once more to finish, with what the source has told since. */
  StepResult finishTargetAgain() {
    return finish(target);
  }

  private StepResult finish(AgentBench side) {
    StepResult result = side.bean().finish(attaching(reports));
    reports.putAll(result.attachments());
    return result;
  }

  private MigrationOrder attaching(Map<String, String> attachments) {
    return new MigrationOrder(
        order.migrationId(),
        order.epoch(),
        order.domainUuid(),
        order.domain(),
        order.source(),
        order.target(),
        order.timeLimitMillis(),
        attachments);
  }
}
