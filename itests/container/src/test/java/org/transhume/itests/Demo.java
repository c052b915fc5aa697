// SPDX-License-Identifier: Apache-2.0
package org.transhume.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.transhume.api.model.Epoch;
import org.transhume.api.model.MigrationPhase;
import org.transhume.api.mx.ClusterMXBean;
import org.transhume.api.mx.DomainMXBean;
import org.transhume.api.mx.ManagerMXBean;
import org.transhume.api.mx.MigrationMXBean;
import org.transhume.api.mx.ObjectNames;
import org.transhume.api.mx.PolicyMXBean;
import org.transhume.api.mx.Role;
import org.transhume.api.mx.SimulatorMXBean;

/**
 * Three simulated hosts, their agents and a manager in one container that runs as {@code
 * ./transhume demo} runs it, and the operator of this cluster. The manager advises only: what moves
 * is moved by the story.
 */
final class Demo implements AutoCloseable {

  /** Gets hot with {@link #heat}. */
  static final String HOT_HOST = "a-204-02";

  /** Moves for some twenty seconds from {@link #FROM} to {@link #TO}, which both stay cool. */
  static final String TRAVELLER = "dapper-1-1";

  /** Where all agents of the demo are reached. */
  static final String ENDPOINT = "127.0.0.1:" + User.PORT;

  static final String FROM = "a-204-03";
  static final String TO = "a-204-04";

  /** No domain is on it, and it is there only in a demo that is made with it. */
  static final String SPARE = "a-204-05";

  private static final List<String> HOSTS = List.of(HOT_HOST, FROM, TO);

  private static final String[] SIMULATOR = {
    "name = demo",
    "seed = 7",
    "demandNoise = 0",
    "link = 24MiB/s",
    "domains = etch-1-1@a-204-02:128MiB:1vcpu:demand=0.1:dirty=2MiB/s \\",
    "  etch-1-2@a-204-02:128MiB:1vcpu:demand=0.1:dirty=2MiB/s \\",
    "  dapper-1-1@a-204-03:512MiB:1vcpu:demand=0.1:dirty=2MiB/s \\",
    "  dapper-2-1@a-204-04:128MiB:1vcpu:demand=0.1:dirty=2MiB/s"
  };

  private final Instance instance;
  private final Identities identities;
  private final Path node;
  private final Path operatorIdentity;
  private User operator;

  /**
   * Makes identities and configuration; nothing runs yet.
   *
   * @param more hosts beside the three, with no domain on them
   */
  Demo(String name, String... more) throws IOException {
    List<String> hosts = new ArrayList<>(HOSTS);
    hosts.addAll(Arrays.asList(more));
    instance = new Instance("demo", name);
    identities = new Identities(Scratch.folder(name + "-identities"), "etch");
    node = identities.node("node", hosts.toArray(String[]::new));
    operatorIdentity = identities.person("olga", Role.OPERATOR);
    instance.configureConnector(node, User.PORT);
    List<String> simulator = new ArrayList<>(List.of("hosts = " + String.join(", ", hosts)));
    simulator.addAll(Arrays.asList(SIMULATOR));
    instance.configure("org.transhume.hypervisor.sim", simulator.toArray(String[]::new));
    instance.configure("org.transhume.agent", "periodMillis = 500", "streamPort = 0");
    instance.configure(
        "org.transhume.probe.cpu", "probe.period.millis = 500", "probe.hold.millis = 1000");
    configureManager(ENDPOINT);
  }

  /** Writes the manager's configuration: its endpoints, and these lines in addition. */
  void configureManager(String endpoints, String... more) throws IOException {
    List<String> lines =
        new ArrayList<>(List.of("name = demo", "endpoints = " + endpoints, "roundMillis = 100"));
    lines.addAll(Arrays.asList(more));
    instance.configure("org.transhume.manager", lines.toArray(String[]::new));
  }

  /** Writes it for a running manager, which then runs anew. */
  void reconfigureManager(String endpoints, String... more) throws IOException {
    Epoch before = manager().getEpoch();
    configureManager(endpoints, more);
    Await.until("the manager runs anew", () -> manager().getEpoch().isNewerThan(before));
    awaitCluster();
  }

  /** Starts the container, and returns when the manager knows every domain. */
  void start() throws IOException {
    instance.start();
    operator = User.awaitConnection(operatorIdentity, User.PORT);
    awaitCluster();
  }

  /** Returns when the manager knows every domain, and may decide on every host by its policy. */
  void awaitCluster() {
    Await.until(
        "the manager knows all domains",
        () -> cluster().getDomains().size() == 4 && cluster().getStaleHosts().isEmpty());
    Await.until("its policy serves", () -> !hotspot().getParameters().isEmpty());
  }

  /** Ends the container and starts it again. */
  void restart() throws IOException, InterruptedException {
    operator.close();
    instance.stop();
    start();
  }

  Instance instance() {
    return instance;
  }

  Identities identities() {
    return identities;
  }

  /** The container's own identity. */
  Path node() {
    return node;
  }

  User operator() {
    return operator;
  }

  ManagerMXBean manager() {
    return operator.bean(ObjectNames.manager(), ManagerMXBean.class);
  }

  ClusterMXBean cluster() {
    return operator.bean(ObjectNames.cluster(), ClusterMXBean.class);
  }

  PolicyMXBean hotspot() {
    return policy("hotspot");
  }

  PolicyMXBean policy(String name) {
    return operator.bean(ObjectNames.policy(name), PolicyMXBean.class);
  }

  MigrationMXBean migration(String id) {
    return operator.bean(ObjectNames.migration(id), MigrationMXBean.class);
  }

  /** Lets the two domains of one host want nearly all of its processors. */
  void heat() {
    SimulatorMXBean simulator = operator.bean(ObjectNames.simulator("demo"), SimulatorMXBean.class);
    simulator.setDemand("etch-1-1", 1);
    simulator.setDemand("etch-1-2", 0.9);
  }

  /** Brings the domain of a migration back by an operator's order, as soon as it has arrived. */
  void takeBack(MigrationMXBean moved) {
    awaitArrival(moved);
    awaitArrival(migration(manager().migrate(moved.getDomain(), moved.getSource())));
  }

  /** Returns when a migration is done, and everybody sees where its domain is. */
  void awaitArrival(MigrationMXBean migration) {
    Await.until("the migration has ended", () -> migration.getPhase().isFinal());
    assertThat(migration.getPhase()).isEqualTo(MigrationPhase.DONE);
    Await.until(
        "the domain is shown there",
        () -> hostOf(migration.getDomain()).equals(migration.getTarget()));
  }

  private String hostOf(String domain) {
    return operator.bean(ObjectNames.domain(domain), DomainMXBean.class).getHost();
  }

  @Override
  public void close() throws InterruptedException {
    if (operator != null) {
      operator.close();
    }
    instance.close();
  }
}
