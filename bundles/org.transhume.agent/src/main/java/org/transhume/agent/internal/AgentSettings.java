// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.transhume.agent.internal.watch.ProbeParameters;

/**
 * What an operator may configure, checked.
 *
 * @param periodMillis time between two looks at the host
 * @param streams where and how migration streams come and go
 * @param dataFolder where journals are kept, a folder for each host in it
 * @param memoryReserveBytes memory that a migration must leave free
 * @param bandwidthLimitBytesPerSecond of each outgoing migration; 0 for none
 * @param patience how long to wait for what may not come
 */
public record AgentSettings(
    long periodMillis,
    Streams streams,
    Path dataFolder,
    long memoryReserveBytes,
    long bandwidthLimitBytesPerSecond,
    Patience patience) {

  private static final int MOST_PORT = 65_535;

  /**
   * Where and how migration streams come and go.
   *
   * @param address where to listen
   * @param port 0 for any
   * @param publicHost what other agents connect to; empty for the listening address
   * @param tls whether streams are encrypted and authenticated
   */
  public record Streams(String address, int port, String publicHost, boolean tls) {

    /** Requires the texts. */
    public Streams {
      Objects.requireNonNull(address, "address");
      Objects.requireNonNull(publicHost, "publicHost");
    }

    /** What a ticket tells other agents to connect to. */
    public String advertisedHost() {
      return publicHost.isBlank() ? address : publicHost;
    }
  }

  /**
   * How long to wait for what may not come.
   *
   * @param connectMillis for a stream to be opened
   * @param reservationMillis for the stream of a prepared migration
   * @param stallMillis for the next byte of a migration
   * @param killMillis for a receiver to leave after its stream was cut
   * @param answerMillis for the answer to an order
   * @param probeMillis for probes, before a sample goes out without them
   */
  public record Patience(
      long connectMillis,
      long reservationMillis,
      long stallMillis,
      long killMillis,
      long answerMillis,
      long probeMillis) {

    /** What suits a cluster; a guest may take 60 s to suspend before xl gives up. */
    public static final Patience DEFAULT =
        new Patience(10_000, 30_000, 90_000, 60_000, 30_000, 250);
  }

  /** Requires every component. */
  public AgentSettings {
    Objects.requireNonNull(streams, "streams");
    Objects.requireNonNull(dataFolder, "dataFolder");
    Objects.requireNonNull(patience, "patience");
  }

  /**
   * Checks a configuration. Each wrong value is replaced by its default and told.
   *
   * @param given what the container gave
   * @param home what a relative data folder is relative to
   * @param problems takes one line for each wrong value: property, value, remedy
   */
  static AgentSettings checked(AgentConfiguration given, Path home, List<String> problems) {
    long period =
        checked(
            "periodMillis",
            given.periodMillis(),
            ProbeParameters.LEAST_PERIOD_MILLIS,
            3_600_000,
            2000,
            problems);
    int port = (int) checked("streamPort", given.streamPort(), 0, MOST_PORT, 7444, problems);
    long reserve =
        checked("memoryReserveMebibytes", given.memoryReserveMebibytes(), 0, 1 << 24, 0, problems);
    long limit =
        checked(
            "bandwidthLimitBytesPerSecond",
            given.bandwidthLimitBytesPerSecond(),
            0,
            Long.MAX_VALUE,
            0,
            problems);
    long stall =
        checked(
            "stallMillis",
            given.stallMillis(),
            1000,
            3_600_000,
            Patience.DEFAULT.stallMillis(),
            problems);
    String address = given.streamAddress();
    if (address.isBlank()) {
      problems.add(
          "streamAddress is empty: give the address that other agents reach; 127.0.0.1 is used");
      address = "127.0.0.1";
    }
    Patience usual = Patience.DEFAULT;
    return new AgentSettings(
        period,
        new Streams(address, port, given.publicStreamHost(), given.streamTls()),
        home.resolve(given.dataFolder()),
        reserve << 20,
        limit,
        new Patience(
            usual.connectMillis(),
            usual.reservationMillis(),
            stall,
            usual.killMillis(),
            usual.answerMillis(),
            usual.probeMillis()));
  }

  private static long checked(
      String property, long value, long least, long most, long otherwise, List<String> problems) {
    if (value >= least && value <= most) {
      return value;
    }
    problems.add(
        "org.transhume.agent: "
            + property
            + " = "
            + value
            + " is out of range: give "
            + least
            + " to "
            + most
            + "; "
            + otherwise
            + " is used");
    return otherwise;
  }
}
