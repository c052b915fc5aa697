// SPDX-License-Identifier: Apache-2.0
package org.transhume.coordination.zookeeper.internal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.recipes.leader.LeaderLatch;
import org.apache.curator.framework.recipes.leader.LeaderLatchListener;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.Stat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.transhume.spi.coordination.Candidacy;
import org.transhume.spi.coordination.Candidate;

/**
 * One candidate's standing for election, by Curator's recipe: each candidate has a seat, and the
 * oldest one leads. The number of a term is that of the transaction which made its seat; as a seat
 * is left at the end of its term and never taken again, no later term can have a smaller one.
 *
 * <p>A thread of its own keeps the candidate's calls in their order; what must not wait, as the end
 * of a term, is done at once on the thread that tells of it.
 */
final class Election implements Candidacy {

  private static final Logger LOG = LoggerFactory.getLogger(Election.class);
  private static final long LOOK_MILLIS = 1_000;
  private static final long AGAIN_MILLIS = 2_000;
  private static final long REACHED_MILLIS = 200;

  private final CuratorFramework client;
  private final Access access;
  private final Places places;
  private final String name;
  private final Candidate candidate;
  private final ScheduledThreadPoolExecutor turns;
  private volatile Optional<String> leader = Optional.empty();
  private volatile boolean closed;
  private Optional<String> keptOut = Optional.empty();
  private Turn turn;

  Election(CuratorFramework client, Access access, String name, Candidate candidate) {
    this.client = client;
    this.access = access;
    this.places = access.places();
    this.name = name;
    this.candidate = candidate;
    this.turns =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "transhume-coordination");
              thread.setDaemon(true);
              return thread;
            });
    turns.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  /** Takes a seat as soon as the ensemble is reached. */
  void begin() {
    later(0, this::enter);
    later(LOOK_MILLIS, this::look);
  }

  @Override
  public Optional<String> leader() {
    return leader;
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      if (turn != null) {
        turn.end("the candidate stands no more");
        turn.leave();
      }
      turns.shutdown();
    }
  }

  /** Takes a seat once the ensemble is reached and lets this manager in. */
  private void enter() {
    if (!client.getZookeeperClient().isConnected()) {
      later(REACHED_MILLIS, this::enter);
    } else if (isAdmitted()) {
      sitDown();
    } else {
      later(AGAIN_MILLIS, this::enter);
    }
  }

  /** Asks the ensemble; what keeps this manager out is told once. */
  private boolean isAdmitted() {
    try {
      Optional<String> problem = access.problem(client.getZookeeperClient().getZooKeeper());
      if (problem.isPresent() && !problem.equals(keptOut)) {
        LOG.error("{} cannot stand for election: {}. Trying on", name, problem.get());
      }
      keptOut = problem;
      return problem.isEmpty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (Exception e) { // Curator declares nothing narrower
      LOG.debug("{} cannot ask the ensemble who it is", name, e);
      return false;
    }
  }

  private synchronized void sitDown() {
    if (!closed) {
      turn = new Turn();
      turn.begin();
    }
  }

  /** Reads who leads, in the background: people ask, and nothing here depends on it. */
  private void look() {
    later(LOOK_MILLIS, this::look);
    if (!client.getZookeeperClient().isConnected()) {
      leader = Optional.empty();
      return;
    }
    ask(
        () ->
            client
                .getChildren()
                .inBackground(
                    (through, event) -> {
                      if (event.getResultCode() == KeeperException.Code.OK.intValue()) {
                        event.getChildren().stream()
                            .min(Comparator.comparingLong(SharedLog::numberOf))
                            .ifPresent(this::read);
                      }
                    })
                .forPath(places.seats()));
  }

  private void read(String oldestSeat) {
    ask(
        () ->
            client
                .getData()
                .inBackground(
                    (through, event) -> {
                      if (event.getResultCode() == KeeperException.Code.OK.intValue()) {
                        leader = Optional.of(new String(event.getData(), StandardCharsets.UTF_8));
                      }
                    })
                .forPath(places.seats() + "/" + oldestSeat));
  }

  @SuppressWarnings("FutureReturnValueIgnored") // Nobody waits for it.
  private void later(long millis, Runnable task) {
    try {
      turns.schedule(task, millis, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      LOG.debug("{} stands no more; a task came too late", name, e);
    }
  }

  /** Curator's methods throw whatever they like; here it only means to try again later. */
  private interface Question {
    void ask() throws Exception;
  }

  private void ask(Question question) {
    try {
      question.ask();
    } catch (Exception e) { // Curator declares nothing narrower
      LOG.debug("{} cannot ask the ensemble", name, e);
    }
  }

  /** One seat, from when it is wanted until it is left, with the one term that it may bring. */
  private final class Turn implements LeaderLatchListener {
    private final LeaderLatch latch = new LeaderLatch(client, places.seats(), name);
    private volatile ZooKeeperTerm term;
    private volatile boolean over;
    private boolean told;

    void begin() {
      latch.addListener(this);
      try {
        latch.start();
      } catch (Exception e) { // Curator declares nothing narrower
        LOG.warn("{} cannot stand for election; trying again", name, e);
        giveUp("it could not begin");
      }
    }

    @Override
    public void isLeader() {
      later(0, this::lead);
    }

    /** Called as soon as the connection is in doubt, or the seat is gone. */
    @Override
    public void notLeader() {
      giveUp("the ensemble is out of reach, or has given this manager up");
    }

    /** Nothing more is written from now on; the candidate is told, and takes another seat. */
    void giveUp(String why) {
      if (end(why)) {
        later(0, () -> standUp(why));
      }
    }

    /** Whether this call has ended it. */
    synchronized boolean end(String why) {
      if (over) {
        return false;
      }
      over = true;
      if (term != null) {
        term.end(why);
      }
      return true;
    }

    private void lead() {
      if (over || closed || !latch.hasLeadership()) {
        return;
      }
      try {
        ZooKeeperTerm won = won();
        if (!accept(won)) {
          return;
        }
        LOG.info("{} is elected, term {}, with {} records", name, won.number(), won.log().size());
        told = true;
        candidate.elected(won);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (Exception e) { // Curator declares nothing narrower
        LOG.warn("{} was elected and cannot read the log; standing again", name, e);
        giveUp("the log cannot be read");
      }
    }

    private ZooKeeperTerm won() throws Exception {
      String seat = latch.getOurPath();
      ZooKeeper session = client.getZookeeperClient().getZooKeeper();
      Stat stat = seat == null ? null : session.exists(seat, false);
      if (stat == null || stat.getEphemeralOwner() != session.getSessionId()) {
        throw new IOException("the seat has gone");
      }
      takeOver(session);
      return new ZooKeeperTerm(
          session, places, seat, stat.getCzxid(), SharedLog.read(session, places), this::giveUp);
    }

    /** What was open to everybody until now may have been written by anybody. */
    private void takeOver(ZooKeeper session) throws IOException, InterruptedException {
      int open = access.subject().isPresent() ? Takeover.of(session, places) : 0;
      if (open > 0) {
        LOG.warn(
            "{} nodes under {} were open to everybody: closed to all but managers",
            open,
            places.root());
      }
    }

    private synchronized boolean accept(ZooKeeperTerm won) {
      if (!over) {
        term = won;
      }
      return !over;
    }

    private void standUp(String why) {
      leave();
      later(told ? 0 : AGAIN_MILLIS, Election.this::enter);
      if (told && !closed) {
        candidate.deposed(why);
      }
    }

    void leave() {
      try {
        latch.close();
      } catch (IOException | IllegalStateException e) {
        LOG.debug("{} had left its seat already", name, e);
      }
    }
  }
}
