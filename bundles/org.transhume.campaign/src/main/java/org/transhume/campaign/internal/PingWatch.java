// SPDX-License-Identifier: Apache-2.0
package org.transhume.campaign.internal;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.transhume.campaign.MissingMeans;
import org.transhume.campaign.Program;
import org.transhume.campaign.Row;
import org.transhume.campaign.Trial;
import org.transhume.campaign.report.Point;

/** Requests every 10 ms, sent without waiting for answers, while a domain moves. */
final class PingWatch {

  static final long PERIOD_MILLIS = 10;
  static final long TIMEOUT_MILLIS = 2_000;
  private static final String PORT = "9000";

  private final Trial trial;
  private final Program ping;

  private PingWatch(Trial trial, Program ping) {
    this.trial = trial;
    this.ping = ping;
  }

  /** Lets a domain answer, for as long as the trial lasts. */
  static void answerIn(Trial trial, String domain) throws IOException, MissingMeans {
    trial.await(
        trial.inDomain(domain, "ping-server", trial.testbed().address(domain), PORT), "ready");
  }

  /** Lets a host answer, for as long as the trial lasts. */
  static void answerOn(Trial trial, String host) throws IOException, MissingMeans {
    trial.await(trial.onHost(host, "ping-server", trial.testbed().address(host), PORT), "ready");
  }

  /** Requests to a domain, from a host. */
  static PingWatch toDomain(Trial trial, String domain, String host, long seconds)
      throws IOException, MissingMeans {
    String[] words = words(trial.testbed().address(domain), seconds);
    return started(trial, trial.onHost(host, words));
  }

  /** Requests from a domain, to a host. */
  static PingWatch fromDomain(Trial trial, String domain, String host, long seconds)
      throws IOException, MissingMeans {
    String[] words = words(trial.testbed().address(host), seconds);
    return started(trial, trial.inDomain(domain, words));
  }

  private static String[] words(String address, long seconds) {
    return new String[] {
      "ping",
      address,
      PORT,
      Long.toString(PERIOD_MILLIS),
      Long.toString(TIMEOUT_MILLIS),
      Long.toString(seconds)
    };
  }

  private static PingWatch started(Trial trial, Program ping) throws IOException {
    trial.await(ping, "answered");
    return new PingWatch(trial, ping);
  }

  /** What it came to; waits for its end. */
  Answers answers() throws IOException {
    Row end = trial.await(ping, "interruption");
    Map<Long, Long> sent = new HashMap<>();
    for (Row row : ping.rows("sent")) {
      sent.put(row.whole(1), row.whole(2));
    }
    List<Answer> answers =
        ping.rows("answered").stream()
            .filter(row -> sent.containsKey(row.whole(1)))
            .map(row -> new Answer(sent.get(row.whole(1)), row.number(2)))
            .toList();
    return new Answers(answers, end.number(1), end.whole(2), end.whole(3));
  }

  /**
   * One request that was answered.
   *
   * @param sentEpochMillis when it was sent
   * @param millis how long the answer took
   */
  record Answer(long sentEpochMillis, double millis) {}

  /**
   * What pings came to.
   *
   * @param answers in the order in which they came
   * @param interruptionMillis the longest time without an answer
   * @param lost requests without an answer
   * @param lostMillis the same times the period
   */
  record Answers(List<Answer> answers, double interruptionMillis, long lost, long lostMillis) {

    /** The median of what was answered before that moment; infinite when nothing was. */
    double medianBefore(long epochMillis) {
      List<Double> calm =
          answers.stream()
              .filter(answer -> answer.sentEpochMillis() + answer.millis() < epochMillis)
              .map(Answer::millis)
              .toList();
      return calm.isEmpty() ? Double.POSITIVE_INFINITY : new Statistics(calm).median();
    }

    long lastSentEpochMillis() {
      return answers.isEmpty() ? 0 : answers.get(answers.size() - 1).sentEpochMillis();
    }

    List<Point> points(long beginEpochMillis) {
      return answers.stream()
          .map(
              answer ->
                  new Point(
                      (answer.sentEpochMillis() - beginEpochMillis) / 1000.0, answer.millis()))
          .toList();
    }
  }
}
