// SPDX-License-Identifier: Apache-2.0
package org.transhume.coordination.zookeeper.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.client.ZKClientConfig;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.transhume.api.mx.Role;
import org.transhume.spi.coordination.Term;
import org.transhume.spi.transport.Endpoint;
import org.transhume.spi.transport.OwnIdentity;

/** The contract over TLS, and who is kept out, on a real ensemble that asks for certificates. */
class TlsCoordinationTest extends EnsembleContract {

  private static final Set<String> MANAGERS = Set.of("ada", "bob", "eve");

  @TempDir static Path folder;
  private static Identities identities;
  private static ThreeServers ensemble;

  @BeforeAll
  static void startEnsemble() throws Exception {
    identities = new Identities(Files.createDirectory(folder.resolve("identities")), "etch");
    OwnIdentity servers = identities.of("zk", Role.VIEWER);
    ensemble = ThreeServers.withTls(folder.resolve("servers"), servers.folder());
  }

  @AfterAll
  static void endEnsemble() {
    ensemble.close();
  }

  @Override
  LinkedManagers managers(String path) {
    return new LinkedManagers(
        ensemble.secureEndpoints(),
        path,
        (name, links, root) ->
            ZooKeeperCoordination.overTls(tls(links, root, MANAGERS), identities.manager(name)));
  }

  @Test
  void shouldLetNobodyButManagersReadOrChangeAnything() throws Exception {
    String path = newPath();
    try (LinkedManagers managers = managers(path)) {
      HeardCandidate ada = new HeardCandidate();
      managers.through("ada").stand("ada", ada);
      Term term = ada.elected();
      written(term, "secret");
      term.compact(List.of("secret".getBytes(UTF_8)))
          .toCompletableFuture()
          .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      String seat = managers.client("ada").getChildren().forPath(path + "/seats").get(0);

      OwnIdentity agent = identities.of("a-204-02", Role.AGENT);
      try (Session stranger = Session.connected(Optional.of(agent), secure())) {
        keptOut(stranger.client(), path, seat);
      }
      try (Session nobody = Session.connected(Optional.empty(), plain())) {
        keptOut(nobody.client(), path, seat);
      }
      written(term, "and more");
    }
  }

  private static void keptOut(ZooKeeper stranger, String path, String seat) {
    for (String each : List.of("", "/seats", "/seats/" + seat, "/log", "/snapshots", "/snapshot")) {
      refused(() -> stranger.getData(path + each, false, null));
      refused(() -> stranger.getChildren(path + each, false));
      refused(() -> stranger.setData(path + each, new byte[0], -1));
      refused(() -> stranger.setACL(path + each, ZooDefs.Ids.OPEN_ACL_UNSAFE, -1));
      refused(
          () ->
              stranger.create(
                  path + each + "/one",
                  new byte[0],
                  ZooDefs.Ids.OPEN_ACL_UNSAFE,
                  CreateMode.EPHEMERAL_SEQUENTIAL));
    }
    refused(() -> stranger.delete(path + "/seats/" + seat, -1));
  }

  @Test
  void shouldTakeOverAJournalThatWasWrittenInClear() throws Exception {
    String path = newPath();
    Term before;
    try (LinkedManagers inClear = new LinkedManagers(ensemble.endpoints(), path)) {
      HeardCandidate ada = new HeardCandidate();
      inClear.through("ada").stand("ada", ada);
      before = ada.elected();
      written(before, "one");
      before
          .compact(List.of("one".getBytes(UTF_8)))
          .toCompletableFuture()
          .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      written(before, "two");
    }
    try (LinkedManagers managers = managers(path)) {
      HeardCandidate bob = new HeardCandidate();
      managers.through("bob").stand("bob", bob);
      Term after = bob.elected();

      assertThat(after.number()).isGreaterThan(before.number());
      assertThat(after.log()).containsExactly("one".getBytes(UTF_8), "two".getBytes(UTF_8));
      String seat = managers.client("bob").getChildren().forPath(path + "/seats").get(0);
      try (Session nobody = Session.connected(Optional.empty(), plain())) {
        keptOut(nobody.client(), path, seat);
        assertThat(Access.ofEverybody(path).problem(nobody.client()))
            .contains(path + " belongs to managers that connect with TLS: take tls = false away");
      }
    }
  }

  @Test
  void shouldLetInAManagerThatIsAddedAndKeepOutOneThatIsTakenAway() throws Exception {
    String path = newPath();
    lead(path, "ada", Set.of("ada", "bob"));
    Access evesOwn = access(path, "eve", Set.of("ada", "eve"));
    try (Session eve = Session.connected(Optional.of(identities.manager("eve")), secure())) {
      assertThat(evesOwn.problem(eve.client()))
          .contains(
              path
                  + " is closed to CN=eve,OU=manager,O=etch: name it in 'managers' on the"
                  + " manager that leads, and issue the certificates of all managers with the same"
                  + " roles");
      lead(path, "ada", Set.of("ada", "eve"));
      eve.catchUp();

      assertThat(evesOwn.problem(eve.client())).isEmpty();
      assertThat(eve.client().getChildren(path + "/log", false)).hasSize(2);
    }
    try (Session bob = Session.connected(Optional.of(identities.manager("bob")), secure())) {
      assertThat(access(path, "bob", Set.of("ada", "bob")).problem(bob.client())).isPresent();
    }
  }

  @Test
  void shouldSayThatTheServersAskForNoCertificate() throws Exception {
    Access access = access(newPath(), "ada", Set.of("ada"));
    try (Session unknown = Session.connected(Optional.empty(), plain())) {
      assertThat(access.problem(unknown.client()).orElseThrow())
          .contains("and not as x509:CN=ada,OU=manager,O=etch")
          .contains("write ssl.clientAuth=need into their zoo.cfg");
    }
  }

  @Test
  void shouldNeverConnectWithoutACertificateOrWithAForeignOneAndSayWhy() throws Exception {
    ZKClientConfig without = ClientSettings.of(Optional.of(identities.manager("ada")));
    without.setProperty("zookeeper.ssl.keyStore.location", "");
    Identities others = new Identities(Files.createDirectory(folder.resolve("others")), "sarge");
    OwnIdentity foreign = others.manager("ada");

    try (Session nobody = new Session(without, secure());
        Session stranger = new Session(ClientSettings.of(Optional.of(foreign)), secure());
        Session last = Session.connected(Optional.of(identities.manager("ada")), secure())) {
      assertThat(last.wasConnected()).isTrue();
      assertThat(nobody.wasConnected()).isFalse();
      assertThat(stranger.wasConnected()).isFalse();
    }
    BlockingQueue<String> told = new LinkedBlockingQueue<>();
    Ensemble seen = tls(ensemble.secureEndpoints(), newPath(), Set.of("ada"));
    try (Doorstep ignored = new Doorstep(seen, foreign, () -> false, told::add)) {
      assertThat(told.poll(PATIENCE_SECONDS, TimeUnit.SECONDS))
          .contains("TLS connection to " + secure() + ": its certificate is of another authority: ")
          .contains("CN=zk,OU=viewer,O=etch");
    }
  }

  @Test
  void shouldSayNothingOfServersThatLetItIn() throws Exception {
    BlockingQueue<String> told = new LinkedBlockingQueue<>();
    CountDownLatch asked = new CountDownLatch(4);
    Ensemble seen = tls(List.of(secure()), newPath(), Set.of("ada"));
    try (Doorstep ignored =
        new Doorstep(
            seen,
            identities.manager("ada"),
            () -> {
              asked.countDown();
              return false;
            },
            told::add)) {
      assertThat(asked.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
      assertThat(told).isEmpty();
    }
  }

  private static void lead(String path, String name, Set<String> all) throws Exception {
    try (ZooKeeperCoordination coordination =
        ZooKeeperCoordination.overTls(
            tls(ensemble.secureEndpoints(), path, all), identities.manager(name))) {
      HeardCandidate candidate = new HeardCandidate();
      coordination.stand(name, candidate);
      written(candidate.elected(), name);
    }
  }

  private interface Attempt {
    void make() throws Exception;
  }

  private static void refused(Attempt attempt) {
    assertThatThrownBy(attempt::make).isInstanceOf(KeeperException.NoAuthException.class);
  }

  private static Access access(String path, String name, Set<String> all) {
    return Access.ofManagers(tls(List.of(secure()), path, all), identities.manager(name));
  }

  private static Endpoint secure() {
    return ensemble.secureEndpoints().get(0);
  }

  private static Endpoint plain() {
    return ensemble.endpoints().get(0);
  }

  private static Ensemble tls(List<Endpoint> servers, String path, Set<String> all) {
    return new Ensemble(servers, path, LinkedManagers.SESSION_MILLIS, true, all);
  }
}
