// SPDX-License-Identifier: Apache-2.0
package org.transhume.coordination.zookeeper.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.transhume.spi.coordination.Term;
import org.transhume.spi.transport.Endpoint;

@Timeout(300)
class ServerLossTest {

  @TempDir Path folder;

  @Test
  void shouldLeadOnTheSameLogWhenAServerOfThreeIsLost() throws Exception {
    try (ThreeServers servers = new ThreeServers(folder)) {
      Term first;
      try (ZooKeeperCoordination all = coordination(servers.endpoints())) {
        first = elected(all, "ada");
        first.append("kept".getBytes(UTF_8)).toCompletableFuture().get(60, TimeUnit.SECONDS);
      }
      servers.end(0);
      try (ZooKeeperCoordination others = coordination(servers.endpoints())) {
        Term second = elected(others, "bob");
        second.append("and more".getBytes(UTF_8)).toCompletableFuture().get(60, TimeUnit.SECONDS);

        assertThat(second.number()).isGreaterThan(first.number());
        assertThat(second.log()).containsExactly("kept".getBytes(UTF_8));
      }
    }
  }

  private static ZooKeeperCoordination coordination(List<Endpoint> servers) {
    return ZooKeeperCoordination.inClear(LinkedManagers.plain(servers, "/transhume"));
  }

  private static Term elected(ZooKeeperCoordination coordination, String name)
      throws InterruptedException {
    HeardCandidate candidate = new HeardCandidate();
    coordination.stand(name, candidate);
    return candidate.elected();
  }
}
