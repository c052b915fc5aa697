// SPDX-License-Identifier: Apache-2.0
package org.transhume.campaign.internal;

import java.io.IOException;
import org.transhume.campaign.MissingMeans;
import org.transhume.campaign.Program;
import org.transhume.campaign.Row;
import org.transhume.campaign.Trial;

/** P2 of 2008: a domain writes 1, 2, 3 ... to its disk; a host reads the file afterwards. */
final class SequenceWatch {

  private static final String FILE = "sequence";
  private static final String PERIOD_MILLIS = "20";

  private final Trial trial;
  private final String domain;
  private final Program writer;

  private SequenceWatch(Trial trial, String domain, Program writer) {
    this.trial = trial;
    this.domain = domain;
    this.writer = writer;
  }

  /** Starts the writer, and returns when the first number is on the disk. */
  static SequenceWatch start(Trial trial, String domain) throws IOException, MissingMeans {
    Program writer = trial.inDomain(domain, "sequence-writer", FILE, PERIOD_MILLIS);
    trial.await(writer, "wrote");
    trial.say(domain + " writes its sequence");
    return new SequenceWatch(trial, domain, writer);
  }

  /**
   * Expects that the sequence has no gap.
   *
   * @param reader the host that reads it
   * @param through what the writer came through, for people
   */
  void judge(String reader, String through) throws IOException, MissingMeans {
    long now = trial.nowEpochMillis();
    Row last = trial.await(writer, "wrote", row -> row.whole(2) > now);
    writer.end();
    Program reading =
        trial.onHost(reader, "sequence-reader", trial.testbed().disk(domain, FILE).toString());
    Row read = trial.await(reading, "read");
    trial.expect(
        "the sequence that " + domain + " writes",
        "no gap through " + through + ", read on " + reader,
        read.whole(1) + " numbers, " + read.whole(2) + " gaps " + reading.rows("gap"),
        read.whole(2) == 0);
    trial.expect(
        "numbers on the disk",
        "all that the writer told, at least " + last.whole(1),
        read.whole(1) + " numbers",
        read.whole(1) >= last.whole(1));
  }
}
