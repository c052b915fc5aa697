// SPDX-License-Identifier: Apache-2.0
package org.transhume.coordination.zookeeper.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.client.ZKClientConfig;
import org.transhume.spi.transport.Endpoint;
import org.transhume.spi.transport.OwnIdentity;

/** A connection to the ensemble by ZooKeeper's own client, as anybody makes it. */
final class Session implements AutoCloseable {

  private static final long PATIENCE_SECONDS = 60;

  private final CountDownLatch connected = new CountDownLatch(1);
  private final ZooKeeper client;

  /** Begins to connect. */
  Session(ZKClientConfig config, Endpoint server) throws IOException {
    this.client =
        new ZooKeeper(
            server.toString(),
            LinkedManagers.SESSION_MILLIS,
            event -> {
              if (event.getState() == Watcher.Event.KeeperState.SyncConnected) {
                connected.countDown();
              }
            },
            config);
  }

  /** One that is connected under that identity, or in clear where there is none. */
  static Session connected(Optional<OwnIdentity> identity, Endpoint server) throws Exception {
    Session session = new Session(ClientSettings.of(identity), server);
    assertThat(session.connected.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    return session;
  }

  ZooKeeper client() {
    return client;
  }

  /** Waits until its server, which may lag behind the others, knows all that was written before. */
  void catchUp() throws InterruptedException {
    CountDownLatch caughtUp = new CountDownLatch(1);
    client.sync("/", (code, path, context) -> caughtUp.countDown(), null);
    assertThat(caughtUp.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
  }

  /** Whether it ever was. */
  boolean wasConnected() {
    return connected.getCount() == 0;
  }

  @Override
  public void close() throws InterruptedException {
    client.close();
  }
}
