// SPDX-License-Identifier: Apache-2.0
package org.transhume.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.management.NotificationListener;
import org.transhume.api.model.MigrationPhase;
import org.transhume.api.mx.ClusterMXBean;
import org.transhume.api.mx.Creation;
import org.transhume.api.mx.DomainMXBean;
import org.transhume.api.mx.ManagerMXBean;
import org.transhume.api.mx.MigrationEvent;
import org.transhume.api.mx.MigrationMXBean;
import org.transhume.api.mx.NotificationPayload;
import org.transhume.api.mx.NotificationTypes;
import org.transhume.api.mx.ObjectNames;
import org.transhume.api.mx.Role;

/**
 * Two hosts with an agent each, a manager, and one domain, which moves to and fro while somebody
 * kills processes. Everything runs in a process of its own.
 */
final class XenCluster implements AutoCloseable {

  /** The only domain. */
  static final String DOMAIN = "etch-1-1";

  private static final int MANAGERS_PORT = User.PORT + 2;
  private static final int KILL_SECONDS = 120;

  /** When somebody is killed: the manager has told of that phase, and perhaps more has happened. */
  enum Moment {
    /** The target is asked. */
    PREPARING(MigrationPhase.PREPARING),
    /** Memory is being copied. */
    SENDING(MigrationPhase.SENDING),
    /** The copy is complete, and GO has not been given yet. */
    HANDOVER(MigrationPhase.HANDOVER),
    /** GO has reached the target, where the copy is about to run. */
    STARTING(MigrationPhase.HANDOVER),
    /** Both hosts are being looked at. */
    FINISHING(MigrationPhase.FINISHING);

    private final MigrationPhase phase;

    Moment(MigrationPhase phase) {
      this.phase = phase;
    }

    private boolean hasCome(Dom0 target) throws IOException {
      return switch (this) {
        case SENDING -> !target.copies().isEmpty();
        case STARTING -> target.copies().contains(DOMAIN);
        case PREPARING, HANDOVER, FINISHING -> true;
      };
    }
  }

  private final Path folder;
  private final Identities identities;
  private final Path operatorIdentity;
  private final List<Dom0> hosts;
  private final Instance manager;
  private User atManager;

  /** Makes identities and configurations; nothing runs yet. */
  XenCluster(String name) throws IOException {
    folder = Scratch.folder(name);
    identities = new Identities(Scratch.folder(name + "-identities"), "etch");
    operatorIdentity = identities.person("olga", Role.OPERATOR);
    hosts =
        List.of(
            new Dom0("a-204-02", identities.node("a-204-02", "a-204-02"), User.PORT, folder, 1),
            new Dom0(
                "a-204-03", identities.node("a-204-03", "a-204-03"), User.PORT + 1, folder, 101));
    manager = new Instance("manager", name + "-manager");
    manager.configureConnector(identities.node("manager"), MANAGERS_PORT);
    manager.configure(
        "org.transhume.manager",
        "endpoints = " + hosts.get(0).endpoint() + ", " + hosts.get(1).endpoint(),
        "roundMillis = 100",
        "mode = OBSERVE");
  }

  /** Starts everything, and boots the domain on the first host. */
  void start() throws IOException {
    manager.start();
    for (Dom0 host : hosts) {
      host.agent().start();
    }
    String first = hosts.get(0).host();
    atManager = User.awaitConnection(operatorIdentity, MANAGERS_PORT);
    Await.until("it leads", () -> atManager.sees(ObjectNames.cluster()));
    Await.until("it knows both hosts", this::knowsBothHosts);
    Await.until("the domain is created", () -> create(first));
    awaitDomain();
  }

  /** Is refused, and asked again, while a host that is known has not heard who leads yet. */
  private boolean create(String host) {
    Creation creation =
        atManager
            .bean(ObjectNames.manager(), ManagerMXBean.class)
            .create("name = \"" + DOMAIN + "\"\ntype = \"pvh\"\nmemory = 128\n", host);
    if (!creation.created()) {
      throw new IllegalStateException(creation.reasons().toString());
    }
    return true;
  }

  /** Starts the manager, and returns when it knows everything again. */
  void restartManager() throws IOException {
    manager.start();
    awaitManager();
  }

  private void awaitManager() {
    atManager = User.awaitConnection(operatorIdentity, MANAGERS_PORT);
    awaitDomain();
  }

  private void awaitDomain() {
    Await.until("the manager knows the domain", () -> atManager.sees(ObjectNames.domain(DOMAIN)));
    Await.until("it knows both hosts", this::knowsBothHosts);
  }

  private boolean knowsBothHosts() {
    ClusterMXBean known = atManager.bean(ObjectNames.cluster(), ClusterMXBean.class);
    return known.getHosts().size() == hosts.size() && known.getStaleHosts().isEmpty();
  }

  /** Whether the manager sees the domain on that host, and both hosts well. */
  boolean sees(String host) {
    return source().host().equals(host) && knowsBothHosts();
  }

  Instance manager() {
    return manager;
  }

  /** An operator, connected to the manager. */
  User operator() {
    return atManager;
  }

  /** Somebody else of that role, as soon as that host's agent answers. */
  User connectTo(Dom0 host, String name, Role role) throws IOException {
    return User.awaitConnection(identities.person(name, role), host.port());
  }

  /** The host on which the manager sees the domain. */
  Dom0 source() {
    String host = atManager.bean(ObjectNames.domain(DOMAIN), DomainMXBean.class).getHost();
    return hosts.stream().filter(one -> one.host().equals(host)).findFirst().orElseThrow();
  }

  /** The other host. */
  Dom0 target() {
    Dom0 source = source();
    return hosts.stream().filter(one -> one != source).findFirst().orElseThrow();
  }

  /**
   * Moves the domain to the other host, and kills a process when the migration has come so far.
   *
   * @return the migration's id
   */
  String moveAndKill(Moment moment, Instance victim) throws Exception {
    Dom0 target = target();
    ProcessHandle process = victim.process();
    CompletableFuture<String> killedIn = new CompletableFuture<>();
    NotificationListener killer =
        (told, handback) -> {
          if (told.getType().equals(NotificationTypes.migration(moment.phase))) {
            Await.until("it is " + moment, () -> moment.hasCome(target));
            process.destroyForcibly();
            killedIn.complete(
                NotificationPayload.fromOpenData(told.getUserData(), MigrationEvent.class).id());
          }
        };
    atManager.server().addNotificationListener(ObjectNames.manager(), killer, null, null);
    ManagerMXBean bean = atManager.bean(ObjectNames.manager(), ManagerMXBean.class);
    Throwable unanswered = catchThrowable(() -> bean.migrate(DOMAIN, target.host()));
    if (unanswered != null) {
      assertThat(victim).as("%s", unanswered).isSameAs(manager);
    }
    String id = killedIn.get(KILL_SECONDS, TimeUnit.SECONDS);
    process.onExit().get(KILL_SECONDS, TimeUnit.SECONDS);
    if (victim == manager) {
      atManager.close();
    } else {
      atManager.server().removeNotificationListener(ObjectNames.manager(), killer);
    }
    return id;
  }

  /** How far the migration has come; nothing when the manager knows nothing of it. */
  Optional<MigrationPhase> phase(String id) throws IOException {
    return atManager.sees(ObjectNames.migration(id))
        ? Optional.of(atManager.bean(ObjectNames.migration(id), MigrationMXBean.class).getPhase())
        : Optional.empty();
  }

  /** Whether an agent still has something to do for that migration. */
  boolean isUnderWayAt(Dom0 host, String id) throws IOException {
    try (User atHost = User.connect(operatorIdentity, host.port())) {
      return atHost.sees(ObjectNames.migration(host.host(), id))
          && !atHost
              .bean(ObjectNames.migration(host.host(), id), MigrationMXBean.class)
              .getPhase()
              .isFinal();
    }
  }

  /** The names of the copies of the domain on all hosts. */
  List<String> copies() throws IOException {
    return Stream.concat(hosts.get(0).copies().stream(), hosts.get(1).copies().stream()).toList();
  }

  /**
   * Where the domain runs, as the hosts have written it down whenever it started or stopped; empty
   * when it runs nowhere.
   *
   * @throws AssertionError when it has ever run twice, or gone on from an image older than its disk
   */
  String whereItRuns() throws IOException {
    String running = "";
    for (String line : Files.readAllLines(folder.resolve("history"))) {
      String[] words = line.split(" ", -1);
      if (words[1].equals("starts")) {
        assertThat(running).as("where it ran already: %s", line).isEmpty();
        assertThat(words[2]).as("its image, by its disk: %s", line).isEqualTo(words[3]);
        running = words[0];
      } else {
        assertThat(running).as(line).isEqualTo(words[0]);
        running = "";
      }
    }
    return running;
  }

  @Override
  public void close() throws InterruptedException {
    if (atManager != null) {
      atManager.close();
    }
    manager.close();
    for (Dom0 host : hosts) {
      host.close();
    }
  }
}
