// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.client;

import java.io.IOException;
import java.time.Duration;
import java.util.ServiceLoader;
import java.util.SortedSet;
import java.util.TreeSet;
import javax.management.JMX;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import org.transhume.api.mx.ManagerMXBean;
import org.transhume.api.mx.ObjectNames;
import org.transhume.api.mx.RulesMXBean;
import org.transhume.cli.internal.CommandFailure;
import org.transhume.spi.transport.JmxPeer;
import org.transhume.spi.transport.TransportProvider;

/** One open connection to a manager or to an agent's container. */
public final class ClusterConnection implements AutoCloseable {

  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  private final Target target;
  private final JmxPeer peer;
  private final MBeanServerConnection server;

  private ClusterConnection(Target target, JmxPeer peer) throws IOException {
    this.target = target;
    this.peer = peer;
    this.server = peer.connector().getMBeanServerConnection();
  }

  /**
   * Connects.
   *
   * @throws CommandFailure when this command line has no transport
   * @throws IOException naming the endpoint or the file, and what went wrong
   */
  public static ClusterConnection open(Target target) throws CommandFailure, IOException {
    JmxPeer peer = transport().open(target.identity()).connect(target.endpoint(), TIMEOUT);
    try {
      return new ClusterConnection(target, peer);
    } catch (IOException e) {
      peer.close();
      throw e;
    }
  }

  /** The transport that this command line carries. */
  public static TransportProvider transport() throws CommandFailure {
    return ServiceLoader.load(TransportProvider.class)
        .findFirst()
        .orElseThrow(
            () -> new CommandFailure("this command line was built without the connector bundle"));
  }

  /** The MBean of that name, as its interface. Every getter is a round trip. */
  public <T> T proxy(ObjectName name, Class<T> type) {
    return JMX.newMXBeanProxy(server, name, type);
  }

  /** The MBean server at the other end. */
  public MBeanServerConnection server() {
    return server;
  }

  /** Whether an MBean of that name is there. */
  public boolean has(ObjectName name) throws IOException {
    return server.isRegistered(name);
  }

  /** The MBeans that match, sorted. */
  public SortedSet<ObjectName> find(ObjectName pattern) throws IOException {
    return new TreeSet<>(server.queryNames(pattern, null));
  }

  /** The cluster through a manager, or as much of it as the agents of this container know. */
  public ClusterView view() throws IOException, CommandFailure {
    if (has(ObjectNames.cluster())) {
      return new ManagerView(this);
    }
    SortedSet<ObjectName> agents = find(ObjectNames.anyAgent());
    if (agents.isEmpty()) {
      throw new CommandFailure(
          target.endpoint() + " answers but runs neither a manager nor an agent; see its log");
    }
    return new AgentView(this, agents);
  }

  /**
   * The manager at the other end, whether it leads or not.
   *
   * @throws CommandFailure when there is an agent
   */
  public ManagerMXBean manager() throws IOException, CommandFailure {
    if (!has(ObjectNames.manager())) {
      throw new CommandFailure(
          target.endpoint() + " is no manager; name one by --address HOST:PORT");
    }
    return proxy(ObjectNames.manager(), ManagerMXBean.class);
  }

  /**
   * A bean that only the manager that leads has.
   *
   * @throws CommandFailure when the other end does not lead, or is an agent
   */
  public <T> T ofLeader(ObjectName name, Class<T> type) throws IOException, CommandFailure {
    if (has(name)) {
      return proxy(name, type);
    }
    throw new CommandFailure(
        has(ObjectNames.manager())
            ? target.endpoint()
                + " is a standby; ask the manager that leads, by --address HOST:PORT"
            : target.endpoint() + " is no manager; name one by --address HOST:PORT");
  }

  /** The rules of the cluster. */
  public RulesMXBean rules() throws IOException, CommandFailure {
    return ofLeader(ObjectNames.rules(), RulesMXBean.class);
  }

  /** Whom this connection talks to. */
  public Target target() {
    return target;
  }

  @Override
  public void close() {
    peer.close();
  }
}
