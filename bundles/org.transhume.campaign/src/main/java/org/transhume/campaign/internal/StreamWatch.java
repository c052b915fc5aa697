// SPDX-License-Identifier: Apache-2.0
package org.transhume.campaign.internal;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.transhume.campaign.MissingMeans;
import org.transhume.campaign.Program;
import org.transhume.campaign.Row;
import org.transhume.campaign.Trial;

/** P1 of 2008: a stream from a domain to a client on a third host, over one TCP connection. */
final class StreamWatch {

  private static final String PORT = "8000";
  private static final String BYTES_PER_SECOND = "200000";
  private static final String LONGEST_SECONDS = "600";
  private static final long STALL_MILLIS = 10_000;

  private final Trial trial;
  private final Program server;
  private final Program client;

  private StreamWatch(Trial trial, Program server, Program client) {
    this.trial = trial;
    this.server = server;
    this.client = client;
  }

  /** Starts both sides, and returns when the first chunk has come. */
  static StreamWatch start(Trial trial, String domain, String clientHost)
      throws IOException, MissingMeans {
    String address = trial.testbed().address(domain);
    Program server = trial.inDomain(domain, "stream-server", address, PORT, BYTES_PER_SECOND);
    trial.await(server, "ready");
    Program client =
        trial.onHost(
            clientHost, "stream-client", "http://" + address + ":" + PORT + "/", LONGEST_SECONDS);
    trial.await(client, "chunk");
    trial.say("the client on " + clientHost + " receives the stream of " + domain);
    return new StreamWatch(trial, server, client);
  }

  /**
   * Expects that the stream has come through everything so far, and ends it.
   *
   * @param through what it came through, for people
   */
  void judge(String through) throws IOException {
    long now = trial.nowEpochMillis();
    boolean goesOn =
        trial.holds(
                Duration.ofMillis(STALL_MILLIS),
                () ->
                    client.exitCode().isPresent()
                        || client.rows("chunk").stream().anyMatch(row -> row.whole(2) > now))
            && client.exitCode().isEmpty();
    List<Row> chunks = client.rows("chunk");
    List<String> faults = client.rows("fault").stream().map(row -> row.words().toString()).toList();
    trial.expect(
        "TCP connection of the stream",
        "open through " + through,
        goesOn ? "open, and chunks still come" : "ended or silent: " + faults,
        goesOn);
    long missing = 0;
    long longestMillis = 0;
    for (int i = 1; i < chunks.size(); i++) {
      missing += chunks.get(i).whole(1) - chunks.get(i - 1).whole(1) - 1;
      longestMillis = Math.max(longestMillis, chunks.get(i).whole(2) - chunks.get(i - 1).whole(2));
    }
    trial.expect(
        "chunks of the stream",
        "every one, intact and in its order",
        chunks.size() + " received, " + missing + " missing, faults " + faults,
        missing == 0 && faults.isEmpty());
    trial.expect(
        "longest time between two chunks",
        "under " + STALL_MILLIS + " ms",
        longestMillis + " ms",
        longestMillis < STALL_MILLIS);
    client.end();
    server.end();
    trial.await("the server of the stream ends", () -> server.exitCode().isPresent());
  }
}
