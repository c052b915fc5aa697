// SPDX-License-Identifier: Apache-2.0
package org.transhume.migration.check;

/** What may go wrong or come unasked. Each stroke counts one against a scenario's bound. */
enum Fault {
  /** A message between a manager and an agent is lost. */
  LOSS,
  /** A message arrives twice. */
  REPETITION,
  /** What takes no time worth mentioning takes so long that something else comes first. */
  DELAY,
  /** A timer passes although what it waits for is under way. */
  IMPATIENCE,
  /** An agent's process ends and is started anew. */
  AGENT_RESTART,
  /** The leading manager's process ends and is started anew under a newer epoch. */
  MANAGER_RESTART,
  /** Another manager takes over, and the old one does not know. */
  SUPERSESSION,
  /** The migration's stream breaks. */
  STREAM_BREAK,
  /** {@code xl migrate} is killed. */
  SENDER_KILLED,
  /** {@code xl migrate-receive} is killed. */
  RECEIVER_KILLED,
  /** A step of xl at the source fails: suspending, renaming, destroying. */
  SENDER_FAILS,
  /** A step of xl at the target fails: creating, renaming, unpausing, destroying. */
  RECEIVER_FAILS,
  /** The guest powers off or crashes. */
  GUEST_ENDS,
  /** The guest reboots. */
  GUEST_REBOOTS,
  /** An operator cancels. */
  CANCEL,
  /** An agent's journal cannot be written. */
  JOURNAL_FAILS,
  /** What an agent does to tidy up fails. */
  ACT_FAILS,
  /** A host loses power with all that runs on it. */
  HOST_LOST,
  /** Somebody moves the domain by hand. */
  FOREIGN_MIGRATION,
  /** A migration that was left to a person is taken up again, since an agent is back. */
  TASK_TAKEN_UP
}
