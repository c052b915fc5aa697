// SPDX-License-Identifier: Apache-2.0
package org.transhume.migration.side;

import static org.transhume.migration.side.Remedy.BACK;
import static org.transhume.migration.side.Remedy.DESTROY_SOURCE;
import static org.transhume.migration.side.Remedy.DESTROY_TARGET;
import static org.transhume.migration.side.Remedy.DONE;
import static org.transhume.migration.side.Remedy.RESUME_SOURCE;
import static org.transhume.migration.side.Remedy.UNPAUSE_TARGET;
import static org.transhume.migration.side.Remedy.WAIT;

/**
 * What to do when a migration is over, from what is found on the two hosts. Total over all pairs of
 * states. Two rules are above every row: at most one copy ever runs, and no copy is resumed or
 * unpaused once another has run since it was suspended.
 */
public final class RecoveryTable {

  private RecoveryTable() {}

  /** The verdict on what was found; tool processes for the domain have ended on both hosts. */
  public static Verdict verdict(CopyState source, CopyState target, Evidence evidence) {
    return switch (source) {
      case RUNNING, PAUSED -> sourceStayed(source, target);
      case SUSPENDED -> sourceSuspended(source, target, evidence);
      case MIGRATED_AWAY -> sourceMigratedAway(source, target, evidence);
      case ABSENT -> sourceAbsent(source, target, evidence);
      case SHUT_DOWN -> sourceShutDown(source, target);
      case UNREACHABLE -> sourceUnknown(source, target, evidence);
      case INCOMING ->
          Verdict.repair(
              source, target, "a copy is arriving at the source; end that other migration first");
    };
  }

  private static Verdict sourceStayed(CopyState source, CopyState target) {
    return switch (target) {
      case ABSENT, UNREACHABLE ->
          Verdict.of(BACK, "AT_SOURCE", "the domain is at the source as before");
      case INCOMING ->
          Verdict.of(
              DESTROY_TARGET, "ORPHAN", "the domain stayed at the source; the received copy goes");
      case PAUSED ->
          Verdict.of(
              DESTROY_TARGET,
              "ORPHAN_UNDER_ITS_NAME",
              "ALARM: the domain stayed at the source and a paused copy under its name is at the"
                  + " target; that copy goes");
      case RUNNING ->
          Verdict.repair(
              source,
              target,
              "THE DOMAIN RUNS TWICE. Pause both, find out which disk is right, destroy the other");
      case SUSPENDED, MIGRATED_AWAY, SHUT_DOWN ->
          Verdict.repair(
              source, target, "a copy that has run is at the target; compare and destroy one");
    };
  }

  private static Verdict sourceSuspended(CopyState source, CopyState target, Evidence evidence) {
    // xl renames before it writes GO: the original name proves that GO was not sent, or that the
    // receiver gave the domain back.
    boolean goWasNotSent = evidence.targetNeverRan();
    return switch (target) {
      case ABSENT, INCOMING, UNREACHABLE ->
          goWasNotSent
              ? Verdict.of(
                  RESUME_SOURCE, "SUSPENDED_AT_SOURCE", "GO was not sent: the domain resumes")
              : Verdict.repair(
                  source,
                  target,
                  "GO may have passed and the source has its own name back; read both logs of xl"
                      + " and resume only if the target never started it");
      case RUNNING, PAUSED, SUSPENDED, MIGRATED_AWAY, SHUT_DOWN ->
          Verdict.repair(
              source,
              target,
              "the source was not handed over and the target has the domain under its name;"
                  + " destroy the source's copy once the target's is known to be good");
    };
  }

  private static Verdict sourceMigratedAway(CopyState source, CopyState target, Evidence evidence) {
    return switch (target) {
      case INCOMING ->
          Verdict.of(
              DESTROY_TARGET,
              "RECEIVED_AND_NOT_STARTED",
              "the target's copy never ran: it goes, and the domain resumes at the source");
      case PAUSED ->
          Verdict.of(
              UNPAUSE_TARGET, "HANDED_OVER_AND_PAUSED", "handed over: the target's copy starts");
      case RUNNING, SHUT_DOWN ->
          Verdict.of(
              DESTROY_SOURCE, "RAN_AT_TARGET", "it has run at the target: the source's copy goes");
      case ABSENT ->
          evidence.targetNeverRan()
              ? Verdict.of(
                  RESUME_SOURCE,
                  "NEVER_RAN_AT_TARGET",
                  "GO never reached the receiver, or it gave the domain back: it resumes at the"
                      + " source")
              : Verdict.repair(
                  source,
                  target,
                  "the target got GO and no longer has the domain, so it may have run there:"
                      + " destroy the source's copy and boot the domain from its configuration");
      case UNREACHABLE ->
          Verdict.of(WAIT, "TARGET_UNKNOWN", "the source waits for what the target has");
      case SUSPENDED, MIGRATED_AWAY ->
          Verdict.repair(
              source,
              target,
              "the domain has run at the target and is being moved or saved there; destroy the"
                  + " source's copy, never resume it");
    };
  }

  private static Verdict sourceAbsent(CopyState source, CopyState target, Evidence evidence) {
    return switch (target) {
      case RUNNING, SHUT_DOWN -> Verdict.of(DONE, "AT_TARGET", "the domain is at the target");
      case PAUSED ->
          evidence.receiver() == ReceiverReport.STARTED
              ? Verdict.of(DONE, "AT_TARGET", "the domain was started at the target and paused")
              : Verdict.of(
                  UNPAUSE_TARGET,
                  "HANDED_OVER_AND_PAUSED",
                  "handed over: the target's copy starts");
      case INCOMING ->
          Verdict.repair(
              source,
              target,
              "the source has nothing and the target a copy that was never started. Make sure that"
                  + " the domain runs nowhere, destroy the copy, boot from configuration");
      case ABSENT ->
          Verdict.repair(
              source,
              target,
              "neither host has the domain. Read both logs of xl: if its guest powered off nothing"
                  + " is to be done, else boot it from its configuration");
      case UNREACHABLE ->
          evidence.receiver() == ReceiverReport.STARTED
              ? Verdict.of(DONE, "REPORTED_AT_TARGET", "the target reported that it runs there")
              : Verdict.of(WAIT, "TARGET_UNKNOWN", "the source waits for what the target has");
      case SUSPENDED, MIGRATED_AWAY ->
          Verdict.of(DONE, "AT_TARGET", "the domain has run at the target and moves on from there");
    };
  }

  private static Verdict sourceShutDown(CopyState source, CopyState target) {
    return switch (target) {
      case ABSENT, UNREACHABLE ->
          Verdict.of(BACK, "ENDED_AT_SOURCE", "the guest ended by itself at the source");
      case INCOMING ->
          Verdict.of(
              DESTROY_TARGET,
              "ORPHAN",
              "the guest ended by itself at the source; the received copy goes");
      case RUNNING, PAUSED, SUSPENDED, MIGRATED_AWAY, SHUT_DOWN ->
          Verdict.repair(
              source, target, "both hosts have the domain under its name; destroy the wrong one");
    };
  }

  private static Verdict sourceUnknown(CopyState source, CopyState target, Evidence evidence) {
    return switch (target) {
      case RUNNING, SHUT_DOWN -> Verdict.of(DONE, "AT_TARGET", "the domain is at the target");
      case PAUSED ->
          evidence.receiver() == ReceiverReport.STARTED
              ? Verdict.of(DONE, "AT_TARGET", "the domain was started at the target and paused")
              : Verdict.of(WAIT, "SOURCE_UNKNOWN", "the target waits for what the source has");
      case ABSENT ->
          evidence.targetNeverRan()
              ? Verdict.of(BACK, "NOTHING_AT_TARGET", "the target has nothing of the domain")
              : Verdict.of(WAIT, "SOURCE_UNKNOWN", "the target waits for what the source has");
      case INCOMING ->
          evidence.calledOff()
              ? Verdict.of(
                  DESTROY_TARGET,
                  "ORPHAN",
                  "called off before GO: the received copy will never run")
              : Verdict.of(WAIT, "SOURCE_UNKNOWN", "the target waits for what the source has");
      case UNREACHABLE ->
          Verdict.of(WAIT, "SOURCE_UNKNOWN", "the target waits for what the source has");
      case SUSPENDED, MIGRATED_AWAY ->
          Verdict.repair(
              source, target, "the domain is being moved or saved at the target by somebody else");
    };
  }
}
