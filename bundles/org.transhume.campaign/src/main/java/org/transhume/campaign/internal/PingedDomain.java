// SPDX-License-Identifier: Apache-2.0
package org.transhume.campaign.internal;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.transhume.campaign.DomainPlan;
import org.transhume.campaign.MissingMeans;
import org.transhume.campaign.Moved;
import org.transhume.campaign.Trial;

/**
 * A domain that answers pings and is pinged from a third host while it moves between two.
 *
 * @param trial the test that it belongs to
 * @param name the domain's
 * @param third the host on the other side of the pings
 * @param seconds how long a move is watched: as long as one took, half of that again, and what is
 *     watched before and after
 */
record PingedDomain(Trial trial, String name, String third, long seconds) {

  private static final Duration BEFORE = Duration.ofSeconds(1);

  /** Creates it on the first host of the trial, and rehearses a move to the second. */
  static PingedDomain created(Trial trial, String name) throws IOException, MissingMeans {
    String third = trial.host(2);
    trial.create(trial.host(0), new DomainPlan(name, 64, 2 << 20));
    PingWatch.answerIn(trial, name);
    PingWatch.answerOn(trial, third);
    Moved rehearsal = Moves.done(trial, trial.move(name, trial.host(1)));
    return new PingedDomain(trial, name, third, 3 + rehearsal.durationMillis() * 3 / 2000);
  }

  /** Moves that are asked for at the agents, to the first host and back, one for each run. */
  List<PingedMove> movedByAgents() throws IOException, MissingMeans {
    List<PingedMove> moves = new ArrayList<>();
    for (int run = 0; run < trial.runs(); run++) {
      String target = trial.host(run % 2);
      moves.add(watched(0, domain -> Moves.done(trial, trial.move(domain, target))));
    }
    return moves;
  }

  /**
   * Watches one move, from a second before it until after its end.
   *
   * @param more seconds that it may take longer than the rehearsal
   */
  PingedMove watched(long more, Mover mover) throws IOException, MissingMeans {
    PingWatch to = PingWatch.toDomain(trial, name, third, seconds + more);
    PingWatch from = PingWatch.fromDomain(trial, name, third, seconds + more);
    trial.pause(BEFORE);
    Moved moved = mover.move(name);
    return new PingedMove(moved, to.answers(), from.answers());
  }
}
