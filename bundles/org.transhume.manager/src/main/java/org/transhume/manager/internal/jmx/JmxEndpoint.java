// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal.jmx;

import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import javax.management.InstanceNotFoundException;
import javax.management.MBeanServerConnection;
import javax.management.Notification;
import javax.management.ObjectName;
import javax.management.remote.JMXConnectionNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.transhume.api.mx.DomainEvent;
import org.transhume.api.mx.MigrationEvent;
import org.transhume.api.mx.ObjectNames;
import org.transhume.api.mx.ProbeEvent;
import org.transhume.manager.internal.AgentEvents;
import org.transhume.manager.internal.Loop;
import org.transhume.spi.transport.Endpoint;
import org.transhume.spi.transport.JmxPeer;
import org.transhume.spi.transport.SecureTransport;

/**
 * One endpoint: a connection that is made again whenever it breaks, and the agents behind it. Its
 * state belongs to the network's loop; what blocks runs elsewhere and comes back to it.
 */
@SuppressWarnings("FutureReturnValueIgnored") // Each answer, failures too, is handed to the loop.
final class JmxEndpoint {

  private static final Logger LOG = LoggerFactory.getLogger(JmxEndpoint.class);
  private static final String GONE = "its MBean has gone";

  private final Endpoint endpoint;
  private final Loop loop;
  private final Calls connects;
  private final Calls calls;
  private final AgentEvents events;
  private final Backoff reconnect;
  private final Backoff discovery;
  private final AgentWaits waits;
  private final Map<String, JmxAgent> agents = new HashMap<>();
  private final Set<String> refused = new HashSet<>();
  private final Set<String> attaching = new HashSet<>();
  private SecureTransport transport;
  private JmxPeer peer;
  private MBeanServerConnection connection;
  private Loop.Timer nextDiscovery = () -> {};
  private int generation;

  JmxEndpoint(
      Endpoint endpoint,
      Loop loop,
      Calls connects,
      Calls calls,
      AgentEvents events,
      Backoff reconnect,
      Backoff discovery,
      AgentWaits waits) {
    this.endpoint = endpoint;
    this.loop = loop;
    this.connects = connects;
    this.calls = calls;
    this.events = events;
    this.reconnect = reconnect;
    this.discovery = discovery;
    this.waits = waits;
  }

  /** Connects through that transport from now on; null for not at all. */
  void use(SecureTransport next, String whyNot) {
    transport = next;
    leave(whyNot);
    if (next == null) {
      events.unreachable(endpoint.toString(), whyNot);
    } else {
      connect();
    }
  }

  /** Connects no more, and tells nobody: the manager stops. */
  void end() {
    transport = null;
    agents.clear();
    leave("the manager stops");
  }

  /** Looks after agents that have fallen silent, which may have been replaced unseen. */
  void watch() {
    if (peer == null) {
      return;
    }
    long now = loop.monotonicMillis();
    for (JmxAgent agent : List.copyOf(agents.values())) {
      boolean silent =
          agent
              .newestSample()
              .map(sample -> now - sample.atMonotonicMillis() > waits.silenceMillis())
              .orElse(false);
      if (silent && attaching.add(agent.host())) {
        lookAfter(agent);
      }
    }
  }

  /** A silent agent that has newer samples was replaced, and with it the bean listened to. */
  private void lookAfter(JmxAgent silent) {
    int mine = generation;
    calls
        .call(silent::hasNewerSample, waits.callMillis())
        .whenComplete(
            (newer, failure) ->
                loop.execute(
                    () -> {
                      if (mine != generation) {
                        return;
                      }
                      attaching.remove(silent.host());
                      if (failure != null) {
                        LOG.debug("agent {} is silent and cannot be asked", silent, failure);
                        discover(mine);
                      } else if (newer && agents.remove(silent.host(), silent)) {
                        events.lost(silent, "its MBean was replaced; listening to the new one");
                        attach(silent.host());
                      }
                    }));
  }

  private void connect() {
    int mine = ++generation;
    SecureTransport through = transport;
    connects
        .call(
            () -> {
              JmxPeer reached = through.connect(endpoint, waits.connect());
              try {
                MBeanServerConnection open = reached.connector().getMBeanServerConnection();
                reached
                    .connector()
                    .addConnectionNotificationListener(
                        (notification, handback) -> connectionChanged(notification, reached),
                        null,
                        null);
                Registrations.listen(
                    open,
                    reached.identity().hosts(),
                    (host, isThere) ->
                        loop.execute(() -> registrationChanged(reached, host, isThere)));
                return Map.entry(reached, open);
              } catch (IOException e) {
                reached.close();
                throw e;
              }
            },
            3 * waits.connect().toMillis())
        .whenComplete(
            (reached, failure) ->
                loop.execute(
                    () -> {
                      if (failure != null) {
                        notReached(mine, failure);
                      } else {
                        reached(mine, reached.getKey(), reached.getValue());
                      }
                    }));
  }

  private void reached(int mine, JmxPeer reached, MBeanServerConnection open) {
    if (mine != generation) {
      close(reached);
      return;
    }
    peer = reached;
    connection = open;
    refused.clear();
    attaching.clear();
    discovery.reset();
    discover(mine);
  }

  private void notReached(int mine, Throwable failure) {
    if (mine == generation) {
      events.unreachable(endpoint.toString(), message(failure));
      connectLater();
    }
  }

  private void connectLater() {
    int mine = generation;
    loop.schedule(
        reconnect.nextMillis(),
        () -> {
          if (mine == generation && transport != null) {
            connect();
          }
        });
  }

  private void discover(int mine) {
    if (mine != generation) {
      return;
    }
    MBeanServerConnection open = connection;
    calls
        .call(() -> open.queryNames(ObjectNames.anyAgent(), null), waits.callMillis())
        .whenComplete((names, failure) -> loop.execute(() -> discovered(mine, names, failure)));
  }

  private void discovered(int mine, Set<ObjectName> names, Throwable failure) {
    if (mine != generation) {
      return;
    }
    if (failure != null) {
      broken("cannot be asked for its agents: " + message(failure));
      return;
    }
    reconnect.reset();
    Set<String> hosts = new HashSet<>();
    names.forEach(name -> hosts.add(ObjectNames.value(name, "host")));
    for (JmxAgent agent : List.copyOf(agents.values())) {
      if (!hosts.contains(agent.host())) {
        agents.remove(agent.host());
        events.lost(agent, GONE);
      }
    }
    hosts.stream().filter(host -> !agents.containsKey(host)).forEach(this::attach);
    if (hosts.isEmpty()) {
      events.unreachable(endpoint.toString(), "connected, and no agent there yet");
    }
    nextDiscovery.cancel();
    nextDiscovery = loop.schedule(discovery.nextMillis(), () -> discover(mine));
  }

  private void attach(String host) {
    if (!peer.identity().hosts().contains(host)) {
      if (refused.add(host)) {
        String why =
            "an agent there speaks for host "
                + host
                + ", which the certificate of "
                + peer.identity().name()
                + " does not name; it is ignored";
        LOG.error("endpoint {}: {}", endpoint, why);
        events.unreachable(endpoint.toString(), why);
      }
      return;
    }
    if (!attaching.add(host)) {
      return;
    }
    int mine = generation;
    Gaps gaps = new Gaps();
    JmxAgent agent =
        new JmxAgent(
            host,
            endpoint.toString(),
            connection,
            calls,
            new Inbox(loop::monotonicMillis, gaps),
            waits);
    gaps.agent = agent;
    calls
        .call(
            () -> {
              agent.listen();
              return agent;
            },
            waits.callMillis())
        .whenComplete((done, failure) -> loop.execute(() -> attached(mine, agent, failure)));
  }

  private void attached(int mine, JmxAgent agent, Throwable failure) {
    if (mine != generation) {
      return;
    }
    attaching.remove(agent.host());
    if (failure == null) {
      agents.put(agent.host(), agent);
      events.connected(agent);
    } else if (cause(failure) instanceof InstanceNotFoundException) {
      LOG.debug("agent {} went while it was being connected", agent, failure);
    } else {
      broken("cannot listen to the agent of " + agent.host() + ": " + message(failure));
    }
  }

  private void resynchronise(JmxAgent agent, String detail) {
    int mine = generation;
    LOG.info("agent of {}: {}; reading its state", agent.host(), detail);
    calls
        .call(
            () -> {
              agent.reread();
              return agent;
            },
            waits.callMillis())
        .whenComplete(
            (done, failure) ->
                loop.execute(
                    () -> {
                      if (mine != generation) {
                        return;
                      }
                      if (failure == null) {
                        events.resynchronised(agent);
                      } else {
                        broken("cannot be read after a gap: " + message(failure));
                      }
                    }));
  }

  private void connectionChanged(Notification notification, JmxPeer of) {
    boolean lost = JMXConnectionNotification.NOTIFS_LOST.equals(notification.getType());
    boolean ended =
        JMXConnectionNotification.CLOSED.equals(notification.getType())
            || JMXConnectionNotification.FAILED.equals(notification.getType());
    loop.execute(
        () -> {
          if (of != peer) {
            return;
          }
          if (ended) {
            broken("the connection ended: " + notification.getMessage());
          } else if (lost) {
            List.copyOf(agents.values())
                .forEach(agent -> resynchronise(agent, "notifications were lost"));
          }
        });
  }

  /** What was told before the connection stood is found by asking for all agents there. */
  private void registrationChanged(JmxPeer of, String host, boolean isThere) {
    if (of != peer) {
      return;
    }
    if (!isThere) {
      JmxAgent gone = agents.remove(host);
      if (gone != null) {
        events.lost(gone, GONE);
      }
    } else if (!agents.containsKey(host)) {
      attach(host);
    }
  }

  private void broken(String why) {
    leave(why);
    events.unreachable(endpoint.toString(), why);
    connectLater();
  }

  private void leave(String why) {
    generation++;
    nextDiscovery.cancel();
    List<JmxAgent> lost = List.copyOf(agents.values());
    agents.clear();
    lost.forEach(agent -> events.lost(agent, why));
    if (peer != null) {
      close(peer);
      peer = null;
      connection = null;
    }
  }

  private void close(JmxPeer old) {
    connects
        .call(
            () -> {
              old.close();
              return null;
            },
            waits.callMillis())
        .whenComplete(
            (done, failure) -> {
              if (failure != null) {
                LOG.debug("closing the connection to {} failed", endpoint, failure);
              }
            });
  }

  private static Throwable cause(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }

  private static String message(Throwable failure) {
    Throwable cause = cause(failure);
    return cause.getMessage() == null ? cause.toString() : cause.getMessage();
  }

  /** Hands on what an agent tells by itself. */
  private final class Gaps implements Inbox.Reader {
    private JmxAgent agent;

    @Override
    public void probe(ProbeEvent event) {
      events.probe(agent, event);
    }

    @Override
    public void migration(MigrationEvent event) {
      events.migration(agent, event);
    }

    @Override
    public void domain(DomainEvent event) {
      events.domain(agent, event);
    }

    @Override
    public void gap(String detail) {
      loop.execute(() -> resynchronise(agent, detail));
    }

    @Override
    public void unreadable(String type, IllegalArgumentException why) {
      LOG.warn("agent of {}: a notification {} cannot be read", agent.host(), type, why);
    }
  }
}
