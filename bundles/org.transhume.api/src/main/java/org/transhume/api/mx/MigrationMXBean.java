// SPDX-License-Identifier: Apache-2.0
package org.transhume.api.mx;

import java.util.List;
import org.transhume.api.model.Explanation;
import org.transhume.api.model.MigrationPhase;

/**
 * A migration: on the manager as a whole, on an agent as that side sees it. Stays readable for a
 * while after its end.
 */
@RequiresRole(Role.VIEWER)
public interface MigrationMXBean {

  /** The migration's id. */
  String getId();

  /** Name of the domain. */
  String getDomain();

  /** Its uuid. */
  String getDomainUuid();

  /** From where. */
  String getSource();

  /** To where. */
  String getTarget();

  /** How far it has come. */
  MigrationPhase getPhase();

  /** 0 to 100; later rounds of pre-copy can hold it at 99. */
  int getProgressPercent();

  /** Memory that has passed so far, repeated pages counted each time. */
  long getBytesSent();

  /** Present rate; null when nothing is being sent. */
  Double getBytesPerSecond();

  /** Round of pre-copy, from 1; null when unknown. */
  Integer getRound();

  /** From suspend at the source to unpause at the target; null while unknown. */
  Long getDowntimeMillis();

  /**
   * After how long the domain answered on the network when it had arrived; null while unknown and
   * where it is not asked.
   */
  Long getAnsweredMillis();

  /**
   * How far the domain's own clock was ahead of the source's before it left; null while unknown and
   * where it is not read.
   */
  Long getClockOffsetBeforeMillis();

  /**
   * How far the domain's own clock is ahead of the target's since it has arrived; null while
   * unknown and where it is not read.
   */
  Long getClockOffsetAfterMillis();

  /** Since the request, up to now or to the end. */
  long getDurationMillis();

  /** Why it was begun. */
  String getReason();

  /** Who asked: {@code policy NAME}, or {@code operator}. */
  String getRequestedBy();

  /**
   * In a final phase other than DONE: why it ended so. After DONE: what is to be looked after, such
   * as a domain that does not answer. Before it begins: what it waits for.
   */
  List<Explanation> getOutcomeReasons();

  /**
   * Cancels the migration. Refused with an explanation once GO may have passed.
   *
   * @return whether and why (not); a second call gives the same answer
   */
  @RequiresRole({Role.OPERATOR, Role.MANAGER})
  StepResult cancel();
}
