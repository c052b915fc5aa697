// SPDX-License-Identifier: Apache-2.0
package org.transhume.campaign.internal;

import java.util.ArrayList;
import java.util.List;
import org.transhume.api.model.MigrationPhase;
import org.transhume.campaign.Moved;
import org.transhume.campaign.Trial;
import org.transhume.campaign.report.Line;
import org.transhume.campaign.report.Phase;
import org.transhume.campaign.report.Plot;

/**
 * A move that was watched by pings to the domain and from it.
 *
 * @param moved the move
 * @param to pings from a third host to the domain
 * @param from pings from the domain to that host
 */
record PingedMove(Moved moved, PingWatch.Answers to, PingWatch.Answers from) {

  /** What an interruption seen from outside may be shorter than what the hosts tell. */
  private static final long TOLERANCE_MILLIS = 100;

  /** Expects that some moves were interruptions no longer than a time-out. */
  static void judge(Trial trial, List<PingedMove> moves) {
    List<Double> to = new ArrayList<>();
    List<Double> from = new ArrayList<>();
    for (PingedMove move : moves) {
      to.add(move.to.interruptionMillis() / 1000);
      from.add(move.from.interruptionMillis() / 1000);
    }
    expect(trial, "to the domain", moves, moves.stream().map(PingedMove::to).toList(), to);
    expect(trial, "from the domain", moves, moves.stream().map(PingedMove::from).toList(), from);
  }

  private static void expect(
      Trial trial,
      String direction,
      List<PingedMove> moves,
      List<PingWatch.Answers> answers,
      List<Double> seconds) {
    boolean held = true;
    long lost = 0;
    long lostMillis = 0;
    double calm = 0;
    for (int i = 0; i < moves.size(); i++) {
      Moved moved = moves.get(i).moved;
      PingWatch.Answers answer = answers.get(i);
      held &=
          answer.interruptionMillis() >= moved.downtimeMillis() - TOLERANCE_MILLIS
              && answer.interruptionMillis() < PingWatch.TIMEOUT_MILLIS
              && answer.lastSentEpochMillis() > moved.endEpochMillis();
      lost += answer.lost();
      lostMillis += answer.lostMillis();
      calm = Math.max(calm, answer.medianBefore(moved.startEpochMillis()));
    }
    trial.expect(
        "interruption " + direction,
        "in every run no less than the hosts tell, under the time-out of "
            + PingWatch.TIMEOUT_MILLIS
            + " ms, and over when the move is",
        new Statistics(seconds).in("s")
            + "; lost "
            + lost
            + " requests, times period "
            + lostMillis
            + " ms",
        held);
    trial.expect(
        "response " + direction + " before the move",
        "median of each run under 10 ms",
        "at most " + Statistics.decimal(calm) + " ms",
        calm < 10);
  }

  /** The picture of the move: response times, with its three phases marked. */
  Plot plot() {
    long begin = to.answers().get(0).sentEpochMillis();
    long resumed = moved.reachedEpochMillis(MigrationPhase.FINISHING);
    long suspended = resumed - moved.downtimeMillis();
    long sending = Math.min(moved.reachedEpochMillis(MigrationPhase.SENDING), suspended);
    return new Plot(
        "Response times of pings while the domain moves",
        "time, s",
        "response, ms",
        List.of(
            new Line("to the domain", to.points(begin)),
            new Line("from the domain", from.points(begin))),
        List.of(
            phase("(a) checks", moved.startEpochMillis(), sending, begin),
            phase("(b) pre-copy", sending, suspended, begin),
            phase("(c) stop-and-copy", suspended, resumed, begin)));
  }

  private static Phase phase(String name, long from, long to, long begin) {
    return new Phase(name, (from - begin) / 1000.0, Math.max(from, to) / 1000.0 - begin / 1000.0);
  }
}
