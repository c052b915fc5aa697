// SPDX-License-Identifier: Apache-2.0
package org.transhume.migration.check;

import java.util.ArrayList;
import java.util.List;
import org.transhume.api.model.MigrationPhase;
import org.transhume.migration.side.Step;

/** One side of one migration at its agent: what lives in memory, and what its journal keeps. */
@SuppressWarnings({"EnumOrdinal", "OperatorPrecedence"})
final class Run {

  /** How the agent's desk knows the migration. */
  enum Desk {
    UNKNOWN,
    CHECKING,
    BEGUN,
    /** Ended without a beginning, or remembered as ended. */
    OVER
  }

  private static final Desk[] DESKS = Desk.values();
  private static final Step[] STEPS = Step.values();
  private static final MigrationPhase[] PHASES = MigrationPhase.values();

  // In memory
  Desk desk = Desk.UNKNOWN;
  MigrationPhase end = MigrationPhase.REQUESTED;
  boolean firstAccepted;
  int orderEpoch;
  int machine = -1;
  boolean opening;
  boolean streamComesUp;
  boolean starting;
  int looks;
  boolean looksLater;
  boolean cutBeforeStart;
  List<Step> writing = new ArrayList<>();
  List<Integer> acts = new ArrayList<>();

  /** Managers that wait for an answer: a bit for each manager and order. */
  int waiting;

  /** Whether an abort was answered as accepted. */
  boolean abortAccepted;

  /** Whether the receiver was heard to say that it has found another copy. */
  boolean toldOfAnother;

  // In the journal
  boolean orderLogged;
  List<Step> log = new ArrayList<>();
  MigrationPhase endLogged = MigrationPhase.REQUESTED;

  void pass(Tape tape) {
    desk = tape.word(desk, DESKS);
    orderLogged = tape.flag(orderLogged);
    if (desk == Desk.UNKNOWN && !orderLogged) {
      return;
    }
    end = tape.word(end, PHASES);
    orderEpoch = tape.small(orderEpoch);
    machine = tape.wide(machine);
    int flags =
        tape.small(
            (firstAccepted ? 1 : 0)
                | (opening ? 2 : 0)
                | (streamComesUp ? 4 : 0)
                | (starting ? 8 : 0)
                | (looksLater ? 16 : 0)
                | (cutBeforeStart ? 32 : 0)
                | (abortAccepted ? 64 : 0)
                | (toldOfAnother ? 128 : 0));
    firstAccepted = (flags & 1) != 0;
    opening = (flags & 2) != 0;
    streamComesUp = (flags & 4) != 0;
    starting = (flags & 8) != 0;
    looksLater = (flags & 16) != 0;
    cutBeforeStart = (flags & 32) != 0;
    abortAccepted = (flags & 64) != 0;
    toldOfAnother = (flags & 128) != 0;
    looks = tape.small(looks);
    waiting = tape.small(waiting);
    writing = tape.words(writing, STEPS);
    acts = tape.numbers(acts);
    log = tape.words(log, STEPS);
    endLogged = tape.word(endLogged, PHASES);
  }

  /** The agent's process is gone: only the journal remains. */
  void forget() {
    desk = Desk.UNKNOWN;
    end = MigrationPhase.REQUESTED;
    firstAccepted = false;
    machine = -1;
    opening = false;
    streamComesUp = false;
    starting = false;
    looks = 0;
    looksLater = false;
    cutBeforeStart = false;
    writing = new ArrayList<>();
    acts = new ArrayList<>();
    waiting = 0;
    toldOfAnother = log.contains(Step.NOTHING_BROUGHT);
  }
}
