// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
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
 * @param arrivalsAtOnce most domains that may arrive at a time
 * @param guests where domains are asked on the network
 */
public record AgentSettings(
    long periodMillis,
    Streams streams,
    Path dataFolder,
    long memoryReserveBytes,
    long bandwidthLimitBytesPerSecond,
    Patience patience,
    int arrivalsAtOnce,
    Guests guests) {

  private static final int MOST_PORT = 65_535;
  private static final int MOST_ARRIVALS = 100;
  private static final long HOUR = 3_600_000;

  /**
   * Where and how migration streams come and go.
   *
   * @param address where to listen
   * @param port 0 for any
   * @param publicHost what other agents connect to; empty for the listening address
   */
  public record Streams(String address, int port, String publicHost) {

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

    /** The same, but for another stall time, and so many times as patient. */
    Patience times(long factor, long stall) {
      return new Patience(
          connectMillis * factor,
          reservationMillis * factor,
          stall,
          killMillis * factor,
          answerMillis * factor,
          probeMillis * factor);
    }
  }

  /**
   * Where domains are asked on the network, by name.
   *
   * @param answers where they answer when they have arrived
   * @param clocks where they tell their time before they leave and when they have arrived
   */
  public record Guests(Map<String, GuestAddress> answers, Map<String, GuestAddress> clocks) {

    /** None is asked. */
    public static final Guests NOBODY = new Guests(Map.of(), Map.of());

    /** Copies the maps. */
    public Guests {
      answers = Map.copyOf(answers);
      clocks = Map.copyOf(clocks);
    }
  }

  /** Requires every component. */
  public AgentSettings {
    Objects.requireNonNull(streams, "streams");
    Objects.requireNonNull(dataFolder, "dataFolder");
    Objects.requireNonNull(patience, "patience");
    Objects.requireNonNull(guests, "guests");
  }

  /** Settings under which no domain is asked on the network. */
  public AgentSettings(
      long periodMillis,
      Streams streams,
      Path dataFolder,
      long memoryReserveBytes,
      long bandwidthLimitBytesPerSecond,
      Patience patience,
      int arrivalsAtOnce) {
    this(
        periodMillis,
        streams,
        dataFolder,
        memoryReserveBytes,
        bandwidthLimitBytesPerSecond,
        patience,
        arrivalsAtOnce,
        Guests.NOBODY);
  }

  /** Settings under which one domain arrives after the other. */
  public AgentSettings(
      long periodMillis,
      Streams streams,
      Path dataFolder,
      long memoryReserveBytes,
      long bandwidthLimitBytesPerSecond,
      Patience patience) {
    this(
        periodMillis,
        streams,
        dataFolder,
        memoryReserveBytes,
        bandwidthLimitBytesPerSecond,
        patience,
        1);
  }

  /** What holds while nothing else is configured. */
  static AgentSettings usual(Path home) {
    return new AgentSettings(
        2000,
        new Streams("127.0.0.1", 7444, ""),
        home.resolve("transhume"),
        0,
        0,
        Patience.DEFAULT);
  }

  /**
   * Checks a configuration. In the place of each wrong value the one from before stays in force.
   *
   * @param given what the container gave
   * @param home what a relative data folder is relative to
   * @param before what held until now
   * @param problems takes one line for each wrong value: file, property, value, remedy
   */
  static AgentSettings checked(
      AgentConfiguration given, Path home, AgentSettings before, List<String> problems) {
    Checker check = new Checker(problems);
    Streams old = before.streams();
    String address = check.text("streamAddress", given::streamAddress, old.address());
    Streams streams =
        new Streams(
            address.isBlank() ? old.address() : address,
            (int)
                check.number("streamPort", given::streamPort, new Bounds(0, MOST_PORT, old.port())),
            check.text("publicStreamHost", given::publicStreamHost, old.publicHost()));
    long stall =
        check.number(
            "stallMillis",
            given::stallMillis,
            new Bounds(1000, HOUR, before.patience().stallMillis()));
    long factor =
        check.number(
            "patience",
            given::patience,
            new Bounds(
                1, 100, before.patience().connectMillis() / Patience.DEFAULT.connectMillis()));
    return new AgentSettings(
        check.number(
            "periodMillis",
            given::periodMillis,
            new Bounds(ProbeParameters.LEAST_PERIOD_MILLIS, HOUR, before.periodMillis())),
        streams,
        home.resolve(check.text("dataFolder", given::dataFolder, before.dataFolder().toString())),
        check.number(
                "memoryReserveMebibytes",
                given::memoryReserveMebibytes,
                new Bounds(0, 1 << 24, before.memoryReserveBytes() >> 20))
            << 20,
        check.number(
            "bandwidthLimitBytesPerSecond",
            given::bandwidthLimitBytesPerSecond,
            new Bounds(0, Long.MAX_VALUE, before.bandwidthLimitBytesPerSecond())),
        Patience.DEFAULT.times(factor, stall),
        (int)
            check.number(
                "arrivalsAtOnce",
                given::arrivalsAtOnce,
                new Bounds(1, MOST_ARRIVALS, before.arrivalsAtOnce())),
        new Guests(
            check.addresses("answers", given::answers, before.guests().answers()),
            check.addresses("clocks", given::clocks, before.guests().clocks())));
  }

  private record Bounds(long least, long most, long otherwise) {}

  /** Reads values, and notes those that cannot be used. */
  private record Checker(List<String> problems) {

    long number(String property, LongSupplier value, Bounds bounds) {
      return read(property, value::getAsLong, bounds.otherwise(), "a whole number")
          .filter(given -> isWithin(property, given, bounds))
          .orElse(bounds.otherwise());
    }

    private boolean isWithin(String property, long given, Bounds bounds) {
      boolean within = given >= bounds.least() && given <= bounds.most();
      if (!within) {
        problem(
            property,
            Long.toString(given),
            bounds.otherwise(),
            "from " + bounds.least() + " to " + bounds.most());
      }
      return within;
    }

    String text(String property, Supplier<String> value, String otherwise) {
      return read(property, value, otherwise, "one value").orElse(otherwise);
    }

    Map<String, GuestAddress> addresses(
        String property, Supplier<String[]> value, Map<String, GuestAddress> otherwise) {
      return read(
              property,
              () -> addresses(value.get()),
              "what was there before",
              "NAME=ADDRESS or NAME=ADDRESS:PORT, separated by commas")
          .orElse(otherwise);
    }

    private static Map<String, GuestAddress> addresses(String... given) {
      Map<String, GuestAddress> all = new TreeMap<>();
      for (String item : String.join(",", given).split(",", -1)) {
        String[] parts = item.strip().split("=", 2);
        if (parts.length == 2 && !parts[0].isBlank()) {
          all.put(parts[0].strip(), GuestAddress.parse(parts[1]));
        } else if (!item.isBlank()) {
          throw new IllegalArgumentException(item.strip());
        }
      }
      return all;
    }

    /** The container converts when a value is read, and throws what it likes when it cannot. */
    private <T> Optional<T> read(
        String property, Supplier<T> value, Object otherwise, String expected) {
      try {
        return Optional.of(value.get());
      } catch (RuntimeException e) {
        problem(property, e.getMessage(), otherwise, expected);
        return Optional.empty();
      }
    }

    private void problem(String property, String value, Object otherwise, String expected) {
      problems.add(
          "etc/org.transhume.agent.cfg: "
              + property
              + " = "
              + value
              + " cannot be used, "
              + otherwise
              + " stays in force; give "
              + expected);
    }
  }
}
