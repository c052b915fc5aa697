// SPDX-License-Identifier: Apache-2.0
package org.transhume.coordination.zookeeper.internal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.transhume.spi.transport.Endpoint;

/**
 * The configuration after it was checked.
 *
 * @param servers where its servers listen for clients
 * @param path the cluster's place in it
 * @param sessionMillis silence after which a leader counts as dead
 * @param tls whether it is reached with TLS
 * @param managers the names in the certificates of all managers; without TLS they do not matter
 */
record Ensemble(
    List<Endpoint> servers, String path, int sessionMillis, boolean tls, Set<String> managers) {

  static final String FILE = "etc/org.transhume.coordination.zookeeper.cfg";

  private static final Logger LOG = LoggerFactory.getLogger(Ensemble.class);
  private static final Pattern PATH = Pattern.compile("(/[A-Za-z0-9._-]*[A-Za-z0-9_-])+");
  private static final int SHORTEST_SESSION_MILLIS = 1_000;
  private static final int LONGEST_SESSION_MILLIS = 6_000;

  Ensemble {
    servers = List.copyOf(servers);
    managers = Set.copyOf(managers);
  }

  /**
   * Checks a configuration.
   *
   * @param written the values as they were written: the container would fail in its own way on text
   *     that is no number
   * @return empty when no servers are named, as where one manager is alone
   * @throws IllegalArgumentException naming each property that is wrong, its value and the remedy
   */
  static Optional<Ensemble> of(EnsembleConfiguration given, Map<String, ?> written) {
    List<String> problems = new ArrayList<>();
    List<Endpoint> servers = new ArrayList<>();
    parts(given.servers())
        .forEach(
            text -> {
              try {
                servers.add(Endpoint.parse(text));
              } catch (IllegalArgumentException e) {
                problems.add("servers: " + e.getMessage());
              }
            });
    String path = given.path().strip();
    if (!PATH.matcher(path).matches()) {
      problems.add("path = '" + path + "': give one like /transhume/rack-204");
    }
    int session = sessionMillis(given, written, problems);
    boolean tls = tls(given, written, problems);
    Set<String> managers = parts(given.managers()).collect(Collectors.toSet());
    if (tls && managers.isEmpty() && !servers.isEmpty()) {
      problems.add(
          "managers is not set: give the names in the certificates of all managers, like manager-1,"
              + " manager-2");
    }
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(FILE + ": " + String.join("; ", problems));
    }
    return servers.isEmpty()
        ? Optional.empty()
        : Optional.of(new Ensemble(servers, path, session, tls, managers));
  }

  private static Stream<String> parts(String... texts) {
    return Arrays.stream(texts)
        .flatMap(text -> Arrays.stream(text.split(",")))
        .map(String::strip)
        .filter(text -> !text.isEmpty());
  }

  /** The container takes whatever is not "true" for false; a slip must not switch TLS off. */
  private static boolean tls(
      EnsembleConfiguration given, Map<String, ?> written, List<String> problems) {
    Object text = written.get("tls");
    if (text != null && !List.of("true", "false").contains(text.toString().strip())) {
      problems.add("tls = '" + text + "': give true or false");
    }
    return text == null ? given.tls() : !text.toString().strip().equals("false");
  }

  private static int sessionMillis(
      EnsembleConfiguration given, Map<String, ?> written, List<String> problems) {
    Object text = written.get("sessionMillis");
    try {
      int millis = text == null ? given.sessionMillis() : Integer.parseInt(text.toString().strip());
      if (millis >= SHORTEST_SESSION_MILLIS && millis <= LONGEST_SESSION_MILLIS) {
        return millis;
      }
    } catch (NumberFormatException e) {
      LOG.debug("sessionMillis is no number", e);
    }
    problems.add(
        "sessionMillis = '"
            + text
            + "': give "
            + SHORTEST_SESSION_MILLIS
            + " to "
            + LONGEST_SESSION_MILLIS);
    return SHORTEST_SESSION_MILLIS;
  }

  /** The servers as ZooKeeper's client wants them. */
  String connectString() {
    return String.join(",", servers.stream().map(Endpoint::toString).toList());
  }

  @Override
  public String toString() {
    return "ZooKeeper at " + connectString() + " under " + path + (tls ? "" : ", in clear");
  }
}
