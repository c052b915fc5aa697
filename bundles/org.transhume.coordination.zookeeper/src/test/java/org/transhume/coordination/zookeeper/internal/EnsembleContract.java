// SPDX-License-Identifier: Apache-2.0
package org.transhume.coordination.zookeeper.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.transhume.spi.coordination.CoordinationBench;
import org.transhume.spi.coordination.CoordinationContract;
import org.transhume.spi.coordination.Term;

/** The contract, and how soon a dead leader is replaced, however a real ensemble is reached. */
abstract class EnsembleContract extends CoordinationContract {

  static final long PATIENCE_SECONDS = 60;

  private static final AtomicInteger CLUSTERS = new AtomicInteger();

  /** Managers of the cluster at that path. */
  abstract LinkedManagers managers(String path);

  /** A place in the ensemble that nobody has used. */
  static String newPath() {
    return "/transhume/cluster-" + CLUSTERS.incrementAndGet();
  }

  @Override
  protected CoordinationBench bench() {
    return managers(newPath());
  }

  @Test
  void shouldElectTheNextWithinTenSecondsOfTheLeadersDeath() throws Exception {
    String path = newPath();
    try (LinkedManagers managers = managers(path)) {
      HeardCandidate ada = new HeardCandidate();
      HeardCandidate bob = new HeardCandidate();
      managers.through("ada").stand("ada", ada);
      Term old = ada.elected();
      written(old, "before");
      managers.through("bob").stand("bob", bob);
      awaitSeats(managers, path);
      long cutAt = System.nanoTime();
      managers.cut("ada");
      Term next = bob.elected();
      Duration took = Duration.ofNanos(System.nanoTime() - cutAt);

      assertThat(took).isLessThan(Duration.ofSeconds(10));
      assertThat(next.number()).isGreaterThan(old.number());
      assertThat(next.log()).containsExactly("before".getBytes(UTF_8));
      assertThat(ada.deposed()).isNotBlank();
    }
  }

  /** Whoever has no seat so far has to connect first, and that is not what is measured. */
  private static void awaitSeats(LinkedManagers managers, String path) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (managers.client("ada").getChildren().forPath(path + "/seats").size() < 2) {
      assertThat(System.nanoTime()).as("both have seats in time").isLessThan(deadline);
      LockSupport.parkNanos(5_000_000);
    }
  }

  static void written(Term term, String record) throws Exception {
    term.append(record.getBytes(UTF_8))
        .toCompletableFuture()
        .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }
}
