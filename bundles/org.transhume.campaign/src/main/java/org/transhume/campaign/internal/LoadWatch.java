// SPDX-License-Identifier: Apache-2.0
package org.transhume.campaign.internal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.transhume.campaign.MissingMeans;
import org.transhume.campaign.Moved;
import org.transhume.campaign.Program;
import org.transhume.campaign.Row;
import org.transhume.campaign.Trial;
import org.transhume.campaign.report.Line;
import org.transhume.campaign.report.Point;

/**
 * P1 and then P2 in a domain in which LoadControl holds a load. In its ten seconds the one-minute
 * average covers 15 % of a step, so target and reached value are both told.
 */
final class LoadWatch {

  private static final String CPU = "0";
  private static final String SECONDS = "10";

  /** Of the target, what as many threads as the target asks for would reach; a little less. */
  private static final double LEAST = 0.8 * (1 - Math.exp(-10.0 / 60));

  private final Trial trial;
  private final String domain;
  private final String client;

  /**
   * Of a domain.
   *
   * @param client the third host, which receives the stream
   */
  LoadWatch(Trial trial, String domain, String client) {
    this.trial = trial;
    this.domain = domain;
    this.client = client;
  }

  /**
   * Runs both programs at one level.
   *
   * @return the curve of the load
   */
  Line run(int level, Mover forStream, Mover forSequence) throws IOException, MissingMeans {
    Program load =
        trial.inDomain(domain, "load-control", Integer.toString(level), CPU, SECONDS, "--own-load");
    trial.await(load, "load");
    String under = "a move under load " + level;
    StreamWatch stream = StreamWatch.start(trial, domain, client);
    Moved there = forStream.move(domain);
    stream.judge(under);
    SequenceWatch sequence = SequenceWatch.start(trial, domain);
    Moved back = forSequence.move(domain);
    sequence.judge(back.target(), under);
    Row reached = trial.await(load, "reached");
    List<Row> curve = load.rows("load");
    long loaded = curve.get(curve.size() - 1).whole(1);
    trial.expect(
        "load of " + domain + " at level " + level,
        "held while it moved; in "
            + SECONDS
            + " s at least "
            + Statistics.decimal(level * LEAST)
            + " of "
            + level,
        "reached " + Statistics.decimal(reached.number(2)) + " in " + SECONDS + " s",
        reached.number(2) >= level * LEAST && loaded > there.startEpochMillis());
    long begin = curve.get(0).whole(1);
    List<Point> points = new ArrayList<>();
    for (Row row : curve) {
      points.add(new Point((row.whole(1) - begin) / 1000.0, row.number(2)));
    }
    return new Line("target " + level, points);
  }
}
