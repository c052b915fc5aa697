// SPDX-License-Identifier: Apache-2.0
package org.transhume.application.internal.shell;

import java.io.IOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.management.MBeanServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.transhume.journal.JournalFolder;

/** All that looks after applications in one container. */
public final class Applications implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Applications.class);

  /** Each may wait for minutes for a domain or for software. */
  private static final int HANDS = 4;

  private final WishStore store;
  private final Showcase showcase;
  private final Loop loop;

  private Applications(WishStore store, Showcase showcase, Loop loop) {
    this.store = store;
    this.showcase = showcase;
    this.loop = loop;
  }

  /**
   * Begins to look after what is kept there.
   *
   * @param folder where what is wanted is kept
   * @param several whether the manager is one of several
   * @param server on which the manager shows its beans, and we ours
   * @throws IOException when what is kept cannot be used
   */
  public static Applications begin(JournalFolder folder, boolean several, MBeanServer server)
      throws IOException {
    WishStore store = WishStore.open(folder);
    Cluster cluster = new JmxCluster(server);
    Loop loop = new Loop(hands());
    Steward steward =
        new Steward(
            new Steward.Surroundings(
                cluster, loop::carryOut, System::currentTimeMillis, () -> several, loop::wake),
            store);
    Showcase showcase = new Showcase(server);
    loop.start(steward, showcase, cluster);
    return new Applications(store, showcase, loop);
  }

  private static ExecutorService hands() {
    AtomicInteger number = new AtomicInteger();
    return Executors.newFixedThreadPool(
        HANDS,
        task -> {
          Thread thread = new Thread(task, "transhume-applications-" + number.incrementAndGet());
          thread.setDaemon(true);
          return thread;
        });
  }

  @Override
  public void close() {
    loop.close();
    showcase.hide();
    try {
      store.close();
    } catch (IOException e) {
      LOG.warn("what is kept of applications is not closed properly", e);
    }
  }
}
