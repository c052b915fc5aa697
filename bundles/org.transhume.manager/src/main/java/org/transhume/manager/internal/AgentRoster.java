// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.transhume.api.mx.DomainEvent;
import org.transhume.api.mx.MigrationEvent;
import org.transhume.api.mx.ProbeEvent;
import org.transhume.spi.transport.Endpoint;

/**
 * Which agents are connected, whether this manager leads or not. Whoever begins to lead is told of
 * them as if they had just been found, so that to take over opens no connection; what agents tell
 * while nobody leads here is for another manager, and only their newest samples are kept.
 *
 * <p>Safe for use by several threads.
 */
final class AgentRoster implements AgentEvents {

  private static final String CONNECTED = "connected";

  private final Map<String, String> connections = new TreeMap<>();
  private final Set<AgentPort> connected = new LinkedHashSet<>();
  private AgentEvents leader;

  /** Nobody is connected yet. */
  AgentRoster(List<Endpoint> endpoints) {
    endpoints.forEach(endpoint -> connections.put(endpoint.toString(), "connecting"));
  }

  /** Tells that one everything from now on, and first who is there. */
  synchronized void lead(AgentEvents next) {
    leader = next;
    connections.forEach(
        (endpoint, detail) -> {
          if (!detail.equals(CONNECTED)) {
            next.unreachable(endpoint, detail);
          }
        });
    connected.forEach(next::connected);
  }

  /** Tells nobody from now on. */
  synchronized void leadNobody() {
    leader = null;
  }

  /** Endpoints, each with what is known of it. */
  synchronized Map<String, String> connections() {
    return new TreeMap<>(connections);
  }

  /** The agents that are there. */
  synchronized List<AgentPort> connected() {
    return List.copyOf(connected);
  }

  @Override
  public synchronized void connected(AgentPort agent) {
    connected.add(agent);
    connections.put(agent.endpoint(), CONNECTED);
    leader().ifPresent(to -> to.connected(agent));
  }

  @Override
  public synchronized void lost(AgentPort agent, String detail) {
    connected.remove(agent);
    leader().ifPresent(to -> to.lost(agent, detail));
  }

  @Override
  public synchronized void unreachable(String endpoint, String detail) {
    connections.put(endpoint, detail);
    leader().ifPresent(to -> to.unreachable(endpoint, detail));
  }

  @Override
  public synchronized void resynchronised(AgentPort agent) {
    leader().ifPresent(to -> to.resynchronised(agent));
  }

  @Override
  public synchronized void probe(AgentPort agent, ProbeEvent event) {
    leader().ifPresent(to -> to.probe(agent, event));
  }

  @Override
  public synchronized void migration(AgentPort agent, MigrationEvent event) {
    leader().ifPresent(to -> to.migration(agent, event));
  }

  @Override
  public synchronized void domain(AgentPort agent, DomainEvent event) {
    leader().ifPresent(to -> to.domain(agent, event));
  }

  private Optional<AgentEvents> leader() {
    return Optional.ofNullable(leader);
  }
}
