// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.DoubleSupplier;
import javax.management.MBeanServer;
import org.transhume.api.model.Epoch;
import org.transhume.manager.internal.jmx.AgentWaits;
import org.transhume.manager.internal.jmx.JmxAgents;
import org.transhume.manager.internal.journal.FileJournal;
import org.transhume.manager.internal.journal.Journal;
import org.transhume.manager.internal.journal.JournalEntry.Started;
import org.transhume.migration.manager.Pace;

/** A manager with everything that it needs around it: threads, journal, beans, connections. */
final class RunningManager implements AutoCloseable {

  private static final int POLICY_THREADS = 8;
  private static final int NOTIFICATIONS_QUEUED = 10_000;
  private static final long JOURNAL_SECONDS = 20;

  private final ThreadLoop loop;
  private final ThreadLoop network;
  private final ExecutorService workers;
  private final ExecutorService deliveries;
  private final Journal journal;
  private final Registry registry;
  private final Manager manager;
  private final JmxAgents agents;

  private RunningManager(
      Settings settings,
      Journal journal,
      Epoch epoch,
      MBeanServer server,
      String version,
      Clock clock,
      DoubleSupplier chance) {
    this.journal = journal;
    loop = new ThreadLoop("transhume-manager");
    network = new ThreadLoop("transhume-manager-network");
    workers =
        new ThreadPoolExecutor(
            0,
            POLICY_THREADS,
            30,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            task -> daemon(task, "transhume-policy"));
    // One thread keeps their order; when listeners are too slow the oldest are dropped, and the
    // hole in the numbers tells them.
    deliveries =
        new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(NOTIFICATIONS_QUEUED),
            task -> daemon(task, "transhume-manager-notifications"),
            new ThreadPoolExecutor.DiscardOldestPolicy());
    registry = new Registry(server);
    Beans beans = new Beans(registry, version);
    Emitter emitter = new Emitter(deliveries, clock);
    manager =
        new Manager(
            loop,
            clock,
            settings,
            journal,
            epoch,
            Pace.DEFAULT.patient(settings.times().patience()),
            workers,
            emitter,
            beans);
    beans.show(manager, emitter);
    agents =
        new JmxAgents(
            settings.endpoints(),
            network,
            manager,
            chance,
            new AgentWaits(settings.times().staleAfterMillis(), settings.times().patience()));
    manager.start();
  }

  /**
   * Starts a manager.
   *
   * @throws IOException when its journal cannot be opened or written
   */
  static RunningManager start(
      Settings settings,
      Path folder,
      MBeanServer server,
      String version,
      Clock clock,
      DoubleSupplier chance)
      throws IOException {
    FileJournal journal = new FileJournal(folder);
    try {
      long starts = journal.opened().starts() + 1;
      record(journal, starts);
      Epoch epoch = new Epoch(settings.epochGeneration(), starts);
      return new RunningManager(settings, journal, epoch, server, version, clock, chance);
    } catch (IOException | RuntimeException e) {
      journal.close();
      throw e;
    }
  }

  Manager manager() {
    return manager;
  }

  JmxAgents agents() {
    return agents;
  }

  @Override
  public void close() {
    registry.close();
    agents.close();
    network.close();
    loop.close();
    workers.shutdownNow();
    deliveries.shutdown();
    journal.close();
  }

  private static void record(Journal journal, long starts) throws IOException {
    try {
      journal
          .append(new Started(starts))
          .toCompletableFuture()
          .get(JOURNAL_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new IOException(e.getCause().getMessage(), e.getCause());
    } catch (TimeoutException e) {
      throw new IOException("the journal's disk did not answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while the journal was written", e);
    }
  }

  private static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }
}
