// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.plan;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.transhume.api.model.HostState;
import org.transhume.api.mx.DomainSample;
import org.transhume.api.mx.HostSample;
import org.transhume.cli.internal.CommandFailure;
import org.transhume.planner.Cluster;
import org.transhume.planner.Domain;
import org.transhume.planner.Host;
import org.transhume.planner.constraint.Constraint;
import org.transhume.planner.constraint.Keep;
import org.transhume.planner.constraint.Spread;

/**
 * Our own snapshot of a cluster, as JSON. Groups are spread across hosts; domains with the tag
 * {@value #KEEP} are never moved.
 */
final class SnapshotFormat {

  static final String KEEP = "keep";

  private static final String MARK = "transhume-snapshot-1";
  private static final long MIB = 1L << 20;
  private static final int DEFAULT_WEIGHT = 256;

  private final Path file;

  private SnapshotFormat(Path file) {
    this.file = file;
  }

  static ClusterFile read(Path file, String text) throws CommandFailure, IOException {
    SnapshotFormat format = new SnapshotFormat(file);
    try {
      return format.read(JSON.std.mapFrom(text));
    } catch (JacksonException e) {
      throw new CommandFailure(
          file + " is no JSON: " + e.getMessage() + "; make it anew with `transhume snapshot`", e);
    } catch (IllegalArgumentException | ClassCastException e) {
      throw format.failure(e.getMessage(), e);
    }
  }

  private CommandFailure failure(String what, Exception cause) {
    return new CommandFailure(
        file + ": " + what + "; mend it, or make it anew with `transhume snapshot`", cause);
  }

  private ClusterFile read(Map<String, Object> whole) throws CommandFailure {
    if (!MARK.equals(whole.get("format"))) {
      throw failure("\"format\" is not \"" + MARK + "\"", null);
    }
    Cluster.Builder builder = Cluster.builder();
    for (Object one : (List<?>) whole.getOrDefault("hosts", List.of())) {
      builder.host(host((Map<?, ?>) one));
    }
    Set<String> groups = new TreeSet<>();
    for (Object one : (List<?>) whole.getOrDefault("domains", List.of())) {
      Map<?, ?> fields = (Map<?, ?>) one;
      Domain domain = domain(fields);
      groups.addAll(domain.groups());
      builder.domain(domain, text(fields, "host"));
    }
    List<Constraint> constraints = new ArrayList<>();
    groups.forEach(group -> constraints.add(Spread.acrossHosts(group)));
    constraints.add(new Keep(KEEP));
    return new ClusterFile(builder.build(), constraints);
  }

  private Host host(Map<?, ?> fields) throws CommandFailure {
    String name = text(fields, "name");
    Map<String, String> locations = new LinkedHashMap<>();
    if (fields.get("locations") instanceof Map<?, ?> places) {
      places.forEach((kind, place) -> locations.put(kind.toString(), place.toString()));
    }
    return Host.of(name, number(fields, "cores", null), number(fields, "memoryMib", null))
        .withReserveMib(number(fields, "reserveMib", 0))
        .withLocations(locations)
        .withState(
            org.transhume.planner.HostState.valueOf(
                fields.containsKey("state") ? text(fields, "state") : "ONLINE"));
  }

  private Domain domain(Map<?, ?> fields) throws CommandFailure {
    return new Domain(
        text(fields, "name"),
        number(fields, "memoryMib", null),
        number(fields, "vcpus", null),
        number(fields, "cpuPercent", null),
        number(fields, "dirtyMibPerSecond", 0),
        number(fields, "weight", DEFAULT_WEIGHT),
        number(fields, "capPercent", 0),
        texts(fields, "groups"),
        texts(fields, "tags"));
  }

  private String text(Map<?, ?> fields, String key) throws CommandFailure {
    if (fields.get(key) instanceof String text) {
      return text;
    }
    throw failure("no \"" + key + "\" of " + fields.get("name"), null);
  }

  private int number(Map<?, ?> fields, String key, Integer otherwise) throws CommandFailure {
    if (fields.get(key) instanceof Number number) {
      return Math.toIntExact(number.longValue());
    }
    if (otherwise == null || fields.get(key) != null) {
      throw failure("no number \"" + key + "\" of " + fields.get("name"), null);
    }
    return otherwise;
  }

  private static Set<String> texts(Map<?, ?> fields, String key) {
    Set<String> texts = new HashSet<>();
    if (fields.get(key) instanceof List<?> list) {
      list.forEach(text -> texts.add(text.toString()));
    }
    return texts;
  }

  /**
   * The snapshot of a live cluster.
   *
   * @throws CommandFailure when the load of a domain is not known
   */
  static String write(List<HostSample> samples) throws CommandFailure, IOException {
    List<Map<String, Object>> hosts = new ArrayList<>();
    List<Map<String, Object>> domains = new ArrayList<>();
    for (HostSample sample : samples) {
      hosts.add(hostOf(sample));
      for (DomainSample domain : sample.domains()) {
        domains.add(domainOf(sample.host(), domain));
      }
    }
    Map<String, Object> whole = new LinkedHashMap<>();
    whole.put("format", MARK);
    whole.put("hosts", hosts);
    whole.put("domains", domains);
    return JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT).asString(whole) + "\n";
  }

  private static Map<String, Object> hostOf(HostSample sample) {
    long used = sample.domains().stream().mapToLong(DomainSample::memoryBytes).sum();
    long reserved = sample.totalMemoryBytes() - sample.freeMemoryBytes() - used;
    Map<String, Object> host = new LinkedHashMap<>();
    host.put("name", sample.host());
    host.put("cores", sample.physicalCpus());
    host.put("memoryMib", sample.totalMemoryBytes() / MIB);
    host.put("reserveMib", Math.max(0, (reserved + MIB - 1) / MIB));
    host.put("state", sample.state() == HostState.ACTIVE ? "ONLINE" : "NO_INCOMING");
    return host;
  }

  private static Map<String, Object> domainOf(String host, DomainSample sample)
      throws CommandFailure {
    if (sample.cpuLoad() == null) {
      throw new CommandFailure(
          "the load of "
              + sample.name()
              + " on "
              + host
              + " is not known yet; try again in a few"
              + " seconds");
    }
    Set<String> tags = new TreeSet<>(sample.tags());
    if (!sample.movable()) {
      tags.add(KEEP);
    }
    Map<String, Object> domain = new LinkedHashMap<>();
    domain.put("name", sample.name());
    domain.put("host", host);
    domain.put("memoryMib", (sample.memoryBytes() + MIB - 1) / MIB);
    domain.put("vcpus", sample.vcpus());
    domain.put("cpuPercent", Math.round(sample.cpuLoad() * 100));
    domain.put("weight", sample.weight());
    domain.put("capPercent", sample.capPercent());
    domain.put("tags", tags);
    return domain;
  }
}
