// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.transhume.api.model.Mode;
import org.transhume.manager.internal.Settings.Guarding;
import org.transhume.manager.internal.Settings.Powering;
import org.transhume.manager.internal.Settings.Times;
import org.transhume.spi.transport.Endpoint;

/** Checks a configuration, and tells everything that is wrong with it at once. */
final class SettingsReader {

  private static final long DAY_MILLIS = 86_400_000;

  private final Map<String, ?> written;
  private final List<String> problems = new ArrayList<>();

  private SettingsReader(Map<String, ?> written) {
    this.written = written;
  }

  /**
   * The checked configuration.
   *
   * @param written the values as they were written, for messages
   * @throws IllegalArgumentException naming each property that is wrong, its value and the remedy
   */
  static Settings read(ManagerConfiguration given, Map<String, ?> written) {
    SettingsReader reader = new SettingsReader(written);
    Settings settings = reader.settings(given);
    if (!reader.problems.isEmpty()) {
      throw new IllegalArgumentException(
          "etc/org.transhume.manager.cfg: " + String.join("; ", reader.problems));
    }
    return settings;
  }

  private Settings settings(ManagerConfiguration given) {
    if (given.name().isBlank()) {
      problems.add("name is empty: give the manager a name");
    }
    return new Settings(
        given.name(),
        endpoints(given.endpoints()),
        mode("mode", given.mode()),
        policyModes(given.policyModes()),
        byPolicy("policyPriorities", given.policyPriorities(), Integer::valueOf, "hotspot=100"),
        within("epochGeneration", given::epochGeneration, 0, Long.MAX_VALUE),
        new Guarding(
            (int) within("holdRounds", given::holdRounds, 1, 100),
            within("coolDownMillis", given::coolDownMillis, 0, 30 * DAY_MILLIS),
            within("settleMillis", given::settleMillis, 0, DAY_MILLIS),
            number("minimumGain", given::minimumGain, 0, Double.MAX_VALUE),
            byPolicy(
                "gainsPerGibibyte", given.gainsPerGibibyte(), SettingsReader::gain, "balance=0.02"),
            (int) cap(Cap.MIGRATIONS_PER_SOURCE, given::migrationsPerSource),
            (int) cap(Cap.MIGRATIONS_PER_TARGET, given::migrationsPerTarget),
            (int) cap(Cap.MIGRATIONS_PER_CLUSTER, given::migrationsPerCluster),
            cap(Cap.BANDWIDTH, given::bandwidthLimitBytesPerSecond)),
        new Powering(
            (int) within("hostsOnAtLeast", given::hostsOnAtLeast, 1, 10_000),
            (int) within("spareHostsOn", given::spareHostsOn, 0, 10_000)),
        new Times(
            within("staleAfterMillis", given::staleAfterMillis, 500, DAY_MILLIS),
            within("roundMillis", given::roundMillis, 100, DAY_MILLIS),
            within("policyMillis", given::policyMillis, 10, DAY_MILLIS),
            within("leaseMillis", given::leaseMillis, 1_000, DAY_MILLIS),
            within("limitBaseMillis", given::limitBaseMillis, 1_000, DAY_MILLIS),
            number("limitMillisPerMebibyte", given::limitMillisPerMebibyte, 0, 1e6),
            (int) within("patience", given::patience, 1, 100)));
  }

  private List<Endpoint> endpoints(String[] given) {
    List<Endpoint> endpoints = new ArrayList<>();
    for (String text : items(given)) {
      try {
        endpoints.add(Endpoint.parse(text));
      } catch (IllegalArgumentException e) {
        problems.add("endpoints: " + e.getMessage());
      }
    }
    return endpoints;
  }

  private Map<String, Mode> policyModes(String[] given) {
    Map<String, Mode> modes = new TreeMap<>();
    for (String text : items(given)) {
      int equals = text.indexOf('=');
      if (equals <= 0) {
        problems.add("policyModes = '" + text + "': give NAME=MODE, as in hotspot=AUTOMATIC");
      } else {
        modes.put(
            text.substring(0, equals).trim(), mode("policyModes", text.substring(equals + 1)));
      }
    }
    return modes;
  }

  /** What is written as NAME=NUMBER for each policy. */
  private <T extends Number> Map<String, T> byPolicy(
      String property, String[] given, Function<String, T> number, String example) {
    Map<String, T> numbers = new TreeMap<>();
    for (String text : items(given)) {
      int equals = text.indexOf('=');
      try {
        numbers.put(
            text.substring(0, Math.max(0, equals)).trim(),
            number.apply(text.substring(equals + 1).trim()));
      } catch (NumberFormatException e) {
        equals = -1;
      }
      if (equals <= 0) {
        problems.add(property + " = '" + text + "': give NAME=NUMBER, as in " + example);
      }
    }
    return numbers;
  }

  private static Double gain(String text) {
    double gain = Double.parseDouble(text);
    if (!(gain >= 0 && gain <= Double.MAX_VALUE)) {
      throw new NumberFormatException("no gain: " + text);
    }
    return gain;
  }

  private Mode mode(String property, String text) {
    String wanted = text.trim().toUpperCase(Locale.ROOT);
    return Arrays.stream(Mode.values())
        .filter(mode -> mode.name().equals(wanted))
        .findFirst()
        .orElseGet(
            () -> {
              problems.add(
                  property + " = '" + text + "': give one of " + Arrays.toString(Mode.values()));
              return Mode.OBSERVE;
            });
  }

  private double number(String property, DoubleSupplier preset, double least, double most) {
    Object text = written.get(property);
    try {
      double value = text == null ? preset.getAsDouble() : Double.parseDouble(text.toString());
      if (!(value >= least && value <= most)) {
        problems.add(
            property + " = " + plain(value) + ": give " + plain(least) + " to " + plain(most));
      }
      return value;
    } catch (NumberFormatException e) {
      return noNumber(property, "give " + plain(least) + " to " + plain(most));
    }
  }

  private long cap(Cap cap, LongSupplier preset) {
    return within(cap.property, preset, cap.least, cap.most);
  }

  private long within(String property, LongSupplier preset, long least, long most) {
    Object text = written.get(property);
    try {
      long value = text == null ? preset.getAsLong() : Long.parseLong(text.toString().strip());
      if (value < least || value > most) {
        problems.add(property + " = " + value + ": give " + least + " to " + most);
      }
      return value;
    } catch (NumberFormatException e) {
      return noNumber(property, "give " + least + " to " + most);
    }
  }

  /** Read as it was written: the container would fail in its own way on text that is no number. */
  private long noNumber(String property, String remedy) {
    problems.add(property + " = '" + written.get(property) + "' is no number: " + remedy);
    return 0;
  }

  private static String plain(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }

  private static List<String> items(String[] given) {
    return Arrays.stream(given)
        .flatMap(text -> Arrays.stream(text.split(",")))
        .map(String::trim)
        .filter(text -> !text.isEmpty())
        .toList();
  }
}
