// SPDX-License-Identifier: Apache-2.0
package org.transhume.itests;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.apache.zookeeper.server.embedded.ExitHandler;
import org.apache.zookeeper.server.embedded.ZooKeeperServerEmbedded;

/** A ZooKeeper server that is reached by TLS only, and asks whoever comes for a certificate. */
final class SecureEnsemble implements AutoCloseable {

  private static final int TICK_MILLIS = 500;

  private final ZooKeeperServerEmbedded server;

  /**
   * Starts it, with the lines that docs/managers.md gives for its zoo.cfg.
   *
   * @param folder for its data
   * @param identity of the server
   */
  SecureEnsemble(Path folder, Path identity, int port) throws Exception {
    Properties zoo = new Properties();
    zoo.setProperty("tickTime", Integer.toString(TICK_MILLIS));
    zoo.setProperty("dataDir", Files.createDirectories(folder.resolve("data")).toString());
    zoo.setProperty("admin.enableServer", "false");
    zoo.setProperty("secureClientPort", Integer.toString(port));
    zoo.setProperty("secureClientPortAddress", "127.0.0.1");
    zoo.setProperty("serverCnxnFactory", "org.apache.zookeeper.server.NettyServerCnxnFactory");
    zoo.setProperty("ssl.clientAuth", "need");
    zoo.setProperty("ssl.keyStore.location", identity.resolve("identity.p12").toString());
    zoo.setProperty("ssl.keyStore.passwordPath", identity.resolve("password").toString());
    zoo.setProperty("ssl.trustStore.location", identity.resolve("trust.p12").toString());
    zoo.setProperty("ssl.trustStore.passwordPath", identity.resolve("password").toString());
    server =
        ZooKeeperServerEmbedded.builder()
            .baseDir(folder)
            .configuration(zoo)
            .exitHandler(ExitHandler.LOG_ONLY)
            .build();
    server.start();
  }

  @Override
  public void close() {
    server.close();
  }
}
