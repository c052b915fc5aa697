// SPDX-License-Identifier: Apache-2.0
package org.transhume.api.mx;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.transhume.api.model.Explanation;
import org.transhume.api.model.MigrationPhase;

/**
 * An agent's answer to an order.
 *
 * @param accepted whether the order was, or had already been, carried out or begun
 * @param phase where this side of the migration stands now
 * @param reasons everything that speaks against it, not only the first thing; empty when accepted,
 *     but for {@code finish}: why it ended otherwise than DONE, or what this side waits for
 * @param ticket after an accepted prepare, the leave to send; else null
 * @param attachments further facts, by name; unknown ones are ignored
 */
public record StepResult(
    boolean accepted,
    MigrationPhase phase,
    List<Explanation> reasons,
    StreamTicket ticket,
    Map<String, String> attachments) {

  /** Attachment of a finish: memory that has passed, in bytes. */
  public static final String BYTES_SENT = "outcome.bytesSent";

  /** Attachment of a finish: from suspend to unpause; absent where it was not seen. */
  public static final String DOWNTIME_MILLIS = "outcome.downtimeMillis";

  /** Attachment of a finish: after how long the domain answered; absent where it was not asked. */
  public static final String ANSWERED_MILLIS = "outcome.answeredMillis";

  /**
   * Attachment of a source's answers to {@code handOver} and {@code finish}, and of the target's
   * {@code finish}: how far the domain's clock was ahead of the source's before it left; absent
   * where it was not read.
   */
  public static final String CLOCK_BEFORE_MILLIS = "outcome.clockOffsetBeforeMillis";

  /**
   * Attachment of a target's finish: how far the domain's clock is ahead of the target's; absent
   * where it was not read.
   */
  public static final String CLOCK_AFTER_MILLIS = "outcome.clockOffsetAfterMillis";

  /**
   * Beginning of attachments that tell, by a code, what speaks against nothing and is worth
   * knowing: above all, what could not be checked.
   */
  public static final String REMARK = "remark.";

  /**
   * Attachment of a refused {@code prepare}: every reason passes by itself, the agent has kept
   * nothing of the order, and the same order may be given again.
   */
  public static final String PASSES = "refusal.passes";

  /**
   * Attachment of the answer to an attendance: which rules the agent keeps, as {@link
   * StandingRules#mark} writes it. An agent that knows no rules leaves it out.
   */
  public static final String RULES = "rules.kept";

  /** Attachment of a checked creation: the domain's name, where the configuration gives one. */
  public static final String DOMAIN_NAME = "domain.name";

  /** Attachment of a checked creation, and of one that is done: the domain's uuid. */
  public static final String DOMAIN_UUID = "domain.uuid";

  /**
   * Attachment of a stop that is done: when no copy of the domain was there any more, by the host's
   * clock.
   */
  public static final String GONE_AT_EPOCH_MILLIS = "domain.goneAtEpochMillis";

  /** Code of the reason for which a stop ends when the guest has not powered off in time. */
  public static final String GUEST_DID_NOT_OBEY = "GUEST_DID_NOT_OBEY";

  /** Code of the reason for which an order is refused when the agent knows a newer leader. */
  public static final String STALE_EPOCH = "STALE_EPOCH";

  /** Operand of that reason: the generation of the newest epoch that the agent knows. */
  public static final String KNOWN_GENERATION = "knownGeneration";

  /** Operand of that reason: who attends to the agent; empty when nobody does. */
  public static final String KNOWN_MANAGER = "knownManager";

  /** Copies the collections. */
  public StepResult {
    Objects.requireNonNull(phase, "phase");
    reasons = List.copyOf(reasons);
    attachments = Map.copyOf(attachments);
  }

  /** What is worth knowing, among the attachments of an answer, by code. */
  public static List<Explanation> remarks(Map<String, String> attachments) {
    return attachments.entrySet().stream()
        .filter(fact -> fact.getKey().startsWith(REMARK))
        .map(fact -> Explanation.of(fact.getKey().substring(REMARK.length()), fact.getValue()))
        .sorted(Comparator.comparing(Explanation::code))
        .toList();
  }

  /** An order that was accepted. */
  public static StepResult accepted(MigrationPhase phase) {
    return new StepResult(true, phase, List.of(), null, Map.of());
  }

  /** An order that was refused for reasons that pass, and of which nothing was kept. */
  public static StepResult refusedForNow(MigrationPhase phase, List<Explanation> reasons) {
    return new StepResult(false, phase, reasons, null, Map.of(PASSES, "true"));
  }

  /** Whether it was refused, and the same order may be given again. */
  public boolean isRefusedForNow() {
    return !accepted && attachments.containsKey(PASSES);
  }

  /** An order that was refused. */
  public static StepResult refused(MigrationPhase phase, List<Explanation> reasons) {
    return new StepResult(false, phase, reasons, null, Map.of());
  }
}
