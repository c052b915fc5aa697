// SPDX-License-Identifier: Apache-2.0
package org.transhume.coordination.zookeeper.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.ZooKeeper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.transhume.spi.coordination.Term;

/** The contract, and the troubles of its own, on a real ensemble of three servers. */
class ZooKeeperCoordinationTest extends EnsembleContract {

  @TempDir static Path folder;
  private static ThreeServers ensemble;

  @BeforeAll
  static void startEnsemble() throws Exception {
    ensemble = new ThreeServers(folder);
  }

  @AfterAll
  static void endEnsemble() {
    ensemble.close();
  }

  @Override
  LinkedManagers managers(String path) {
    return new LinkedManagers(ensemble.endpoints(), path);
  }

  /** The server says that the session is over while the connection is in order. */
  @Test
  void shouldDeposeALeaderWhoseSessionExpires() throws Exception {
    try (LinkedManagers managers = managers(newPath())) {
      HeardCandidate ada = new HeardCandidate();
      managers.through("ada").stand("ada", ada);
      Term old = ada.elected();
      endSessionOf(managers.client("ada").getZookeeperClient().getZooKeeper());

      assertThat(ada.deposed()).isNotBlank();
      assertThatThrownBy(() -> written(old, "too late"))
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(IOException.class);
      Term again = ada.elected();
      assertThat(again.number()).isGreaterThan(old.number());
      assertThat(again.log()).isEmpty();
    }
  }

  /** Somebody tidied up in the ensemble by hand. */
  @Test
  void shouldDeposeALeaderWhoseSeatIsTakenAwayWhenItNextWrites() throws Exception {
    String path = newPath();
    try (LinkedManagers managers = managers(path)) {
      HeardCandidate ada = new HeardCandidate();
      managers.through("ada").stand("ada", ada);
      Term old = ada.elected();
      ZooKeeper session = managers.client("ada").getZookeeperClient().getZooKeeper();
      String seats = path + "/seats";
      for (String seat : session.getChildren(seats, false)) {
        session.delete(seats + "/" + seat, -1);
      }

      assertThatThrownBy(() -> written(old, "too late")).hasCauseInstanceOf(IOException.class);
      assertThat(ada.deposed()).contains("NONODE");
      assertThat(ada.elected().log()).isEmpty();
    }
  }

  @Test
  void shouldKeepNothingBehindThatACompactionHasReplaced() throws Exception {
    String path = newPath();
    try (LinkedManagers managers = managers(path)) {
      HeardCandidate ada = new HeardCandidate();
      managers.through("ada").stand("ada", ada);
      Term term = ada.elected();
      for (int i = 0; i < 450; i++) {
        written(term, "record " + i);
      }
      List<byte[]> all = List.of("all of them".getBytes(UTF_8));
      term.compact(all).toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      term.compact(all).toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      ZooKeeper session = managers.client("ada").getZookeeperClient().getZooKeeper();
      Places places = Access.ofEverybody(path).places();
      written(term, "one more");

      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
      while (session.getChildren(places.log(), false).size() > 1
          || session.getChildren(places.snapshots(), false).size() > 1) {
        assertThat(System.nanoTime()).as("tidied up in time").isLessThan(deadline);
      }
      assertThat(session.getChildren(places.log(), false)).hasSize(1);
      assertThat(session.getChildren(places.snapshots(), false))
          .containsExactly("s449_" + term.number() + "_2");
    }
  }

  private static void endSessionOf(ZooKeeper victim) throws Exception {
    CountDownLatch connected = new CountDownLatch(1);
    ZooKeeper twin =
        new ZooKeeper(
            ensemble.endpoints().get(0).toString(),
            LinkedManagers.SESSION_MILLIS,
            event -> {
              if (event.getState() == Watcher.Event.KeeperState.SyncConnected) {
                connected.countDown();
              }
            },
            victim.getSessionId(),
            victim.getSessionPasswd());
    assertThat(connected.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    twin.close();
  }
}
