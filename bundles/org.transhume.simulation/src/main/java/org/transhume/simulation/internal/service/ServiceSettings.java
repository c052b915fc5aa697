// SPDX-License-Identifier: Apache-2.0
package org.transhume.simulation.internal.service;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a service is like. Every figure has a name, a default and bounds; where the defaults come
 * from stands in docs/simulation.md.
 */
public final class ServiceSettings {

  /** A service of which nothing else is said. */
  public static final String DEFAULT = "default";

  private static final Map<String, Bounds> KNOWN = known();

  private final Map<String, Double> values;

  private record Bounds(double initial, double least, double most) {}

  private ServiceSettings(Map<String, Double> values) {
    this.values = values;
  }

  private static Map<String, Bounds> known() {
    Map<String, Bounds> known = new LinkedHashMap<>();
    known.put("seed", new Bounds(1, 0, Integer.MAX_VALUE));
    known.put("hours", new Bounds(24, 1, 24));
    known.put("replicas", new Bounds(40, 1, 10_000));
    known.put("replicaMips", new Bounds(1800, 1, 1860));
    known.put("replicaMebibytes", new Bounds(768, 1, 4096));
    known.put("requestMillis", new Bounds(20, 0.01, 10_000));
    known.put("troughRequestsPerSecond", new Bounds(200, 0, 1e6));
    known.put("peakRequestsPerSecond", new Bounds(1400, 0.001, 1e6));
    known.put("noisePercent", new Bounds(3, 0, 50));
    known.put("bursts", new Bounds(3, 0, 100));
    known.put("burstPercent", new Bounds(30, 0, 1000));
    known.put("burstMinutes", new Bounds(15, 1, 720));
    known.put("sessionMinutes", new Bounds(15, 0.1, 1440));
    known.put("secondsBetweenRequests", new Bounds(5, 0.01, 3600));
    known.put("timeoutSeconds", new Bounds(10, 0.1, 3600));
    known.put("bootSeconds", new Bounds(60, 0, 3600));
    known.put("bootPercent", new Bounds(50, 0, 100));
    known.put("idlePercent", new Bounds(2, 0, 50));
    known.put("drainSeconds", new Bounds(300, 0, 86_400));
    known.put("downtimeMillis", new Bounds(300, 0, 600_000));
    known.put("hostBootSeconds", new Bounds(120, 0, 3600));
    known.put("roundSeconds", new Bounds(60, 10, 3600));
    return known;
  }

  /** With every default but these. */
  public static ServiceSettings with(Map<String, Double> others) {
    Map<String, Double> values = new LinkedHashMap<>();
    KNOWN.forEach((name, bounds) -> values.put(name, bounds.initial()));
    others.forEach((name, value) -> values.put(checked(name, value), value));
    if (values.get("troughRequestsPerSecond") > values.get("peakRequestsPerSecond")) {
      throw new IllegalArgumentException(
          "troughRequestsPerSecond is above peakRequestsPerSecond; exchange them");
    }
    return new ServiceSettings(values);
  }

  private static String checked(String name, double value) {
    Bounds bounds = KNOWN.get(name);
    if (bounds == null) {
      Set<String> names = new TreeSet<>(KNOWN.keySet());
      throw new IllegalArgumentException(
          "'" + name + "' is nothing that a service has; it has " + String.join(", ", names));
    }
    if (!(value >= bounds.least() && value <= bounds.most())) {
      throw new IllegalArgumentException(
          name + " is " + value + ", and must be " + bounds.least() + " to " + bounds.most());
    }
    return name;
  }

  /**
   * Reads a file of lines such as {@code replicas = 40}; what it leaves out is as by default.
   *
   * @param place the file, or {@link #DEFAULT}
   * @throws IOException when it cannot be read
   * @throws IllegalArgumentException when a line makes no sense, naming the file and the line
   */
  public static ServiceSettings read(String place) throws IOException {
    if (place.equals(DEFAULT)) {
      return with(Map.of());
    }
    Properties lines = new Properties();
    try (Reader reader = Files.newBufferedReader(Path.of(place))) {
      lines.load(reader);
    }
    Map<String, Double> values = new LinkedHashMap<>();
    for (String name : lines.stringPropertyNames()) {
      try {
        values.put(name, Double.valueOf(lines.getProperty(name).strip()));
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException(
            place + ": " + name + " is '" + lines.getProperty(name) + "', and must be a number", e);
      }
    }
    try {
      return with(values);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(place + ": " + e.getMessage(), e);
    }
  }

  /** Every figure by its name, in the order of the document. */
  public Map<String, Double> values() {
    return new LinkedHashMap<>(values);
  }

  private double value(String name) {
    return values.get(name);
  }

  private double share(String name) {
    return values.get(name) / 100;
  }

  long seed() {
    return (long) value("seed");
  }

  double daySeconds() {
    return 3600 * value("hours");
  }

  int replicas() {
    return (int) value("replicas");
  }

  double replicaMips() {
    return value("replicaMips");
  }

  int replicaMebibytes() {
    return (int) value("replicaMebibytes");
  }

  /** Million instructions that a request costs. */
  double requestCost() {
    return value("requestMillis") / 1000 * replicaMips();
  }

  double troughRequests() {
    return value("troughRequestsPerSecond");
  }

  double peakRequests() {
    return value("peakRequestsPerSecond");
  }

  double noiseShare() {
    return share("noisePercent");
  }

  int bursts() {
    return (int) value("bursts");
  }

  double burstShare() {
    return share("burstPercent");
  }

  double burstSeconds() {
    return 60 * value("burstMinutes");
  }

  double sessionSeconds() {
    return 60 * value("sessionMinutes");
  }

  double secondsBetweenRequests() {
    return value("secondsBetweenRequests");
  }

  double timeoutSeconds() {
    return value("timeoutSeconds");
  }

  double bootSeconds() {
    return value("bootSeconds");
  }

  double bootShare() {
    return share("bootPercent");
  }

  double idleShare() {
    return share("idlePercent");
  }

  double drainSeconds() {
    return value("drainSeconds");
  }

  double downtimeSeconds() {
    return value("downtimeMillis") / 1000;
  }

  double hostBootSeconds() {
    return value("hostBootSeconds");
  }

  double roundSeconds() {
    return value("roundSeconds");
  }
}
