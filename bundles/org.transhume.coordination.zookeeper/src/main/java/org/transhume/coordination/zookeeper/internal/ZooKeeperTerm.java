// SPDX-License-Identifier: Apache-2.0
package org.transhume.coordination.zookeeper.internal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.OpResult;
import org.apache.zookeeper.ZooKeeper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.transhume.spi.coordination.Term;

/**
 * The term of the candidate on one seat. Each write is a transaction that first checks that the
 * seat is still there. While it is, nobody else can lead; once it is gone, nothing is written.
 *
 * <p>Writes go through the very session that holds the seat and are never repeated: a session keeps
 * their order, and one that may or may not have arrived ends the term instead.
 *
 * <p>Safe for use by several threads.
 */
final class ZooKeeperTerm implements Term {

  private static final Logger LOG = LoggerFactory.getLogger(ZooKeeperTerm.class);
  private static final int NODES_AT_A_TIME = 200;

  private final ZooKeeper session;
  private final Places places;
  private final String seat;
  private final long number;
  private final List<byte[]> log;
  private final Consumer<String> whenFailed;
  private CompletableFuture<Long> newest;
  private CompletableFuture<Void> compacted = CompletableFuture.completedFuture(null);
  private int compactions;
  private volatile String over = "";

  /**
   * Begins a term.
   *
   * @param session the one that holds the seat
   * @param seat path of the own seat
   * @param number of the transaction that made the seat
   * @param found what earlier leaders wrote
   * @param whenFailed is told, on any thread, why a write failed
   */
  ZooKeeperTerm(
      ZooKeeper session,
      Places places,
      String seat,
      long number,
      SharedLog found,
      Consumer<String> whenFailed) {
    this.session = session;
    this.places = places;
    this.seat = seat;
    this.number = number;
    this.log = found.records();
    this.whenFailed = whenFailed;
    this.newest = CompletableFuture.completedFuture(found.last());
  }

  @Override
  public long number() {
    return number;
  }

  @Override
  public List<byte[]> log() {
    return log;
  }

  @Override
  public CompletionStage<Void> append(byte[] record) {
    if (record.length > LARGEST_RECORD) {
      return CompletableFuture.failedFuture(
          new IOException(
              "a record of " + record.length + " bytes; at most " + LARGEST_RECORD + " are kept"));
    }
    return appended(record).thenApply(at -> null);
  }

  private synchronized CompletableFuture<Long> appended(byte[] record) {
    newest =
        commit(
                List.of(
                    Op.create(
                        places.nextRecord(),
                        record,
                        places.acl(),
                        CreateMode.PERSISTENT_SEQUENTIAL)))
            .thenApply(results -> numberIn(results.get(results.size() - 1)));
    return newest;
  }

  @Override
  public synchronized CompletionStage<Void> compact(List<byte[]> records) {
    compactions++;
    int count = compactions;
    List<byte[]> packs = Packing.pack(records);
    CompletableFuture<Long> last = newest;
    compacted =
        compacted
            .thenCompose(done -> last)
            .thenCompose(upTo -> replace(new SnapshotName(upTo, number, count), packs));
    return compacted;
  }

  /** Ends the term here; what is on its way may still arrive, as long as the seat is there. */
  void end(String why) {
    if (over.isEmpty()) {
      over = why;
    }
  }

  /** Packs are written beside what counts; then one word decides which of both does. */
  private CompletableFuture<Void> replace(SnapshotName name, List<byte[]> packs) {
    String folder = places.snapshots() + "/" + name;
    CompletableFuture<?> written = commit(List.of(node(folder, new byte[0])));
    for (int i = 0; i < packs.size(); i++) {
      Op pack = node(folder + "/" + String.format(Locale.ROOT, "p%010d", i), packs.get(i));
      written = written.thenCompose(done -> commit(List.of(pack)));
    }
    return written
        .thenCompose(done -> commit(List.of(Op.setData(places.snapshot(), name.bytes(), -1))))
        .thenAccept(done -> tidyUp(name));
  }

  /** Takes away what counts no more. What stays is found again the next time. */
  private void tidyUp(SnapshotName counts) {
    forEachChild(
        places.log(), record -> SharedLog.numberOf(record) <= counts.upTo(), this::deleteSome);
    forEachChild(
        places.snapshots(),
        folder -> !folder.equals(counts.toString()),
        folders ->
            folders.forEach(
                folder ->
                    forEachChild(
                        folder,
                        pack -> true,
                        packs -> {
                          List<String> all = new ArrayList<>(packs);
                          all.add(folder);
                          deleteSome(all);
                        })));
  }

  private void deleteSome(List<String> paths) {
    for (int from = 0; from < paths.size(); from += NODES_AT_A_TIME) {
      List<Op> deletions =
          paths.subList(from, Math.min(paths.size(), from + NODES_AT_A_TIME)).stream()
              .map(path -> Op.delete(path, -1))
              .toList();
      multi(
          deletions,
          (code, results) -> LOG.debug("{} nodes taken away: {}", deletions.size(), code));
    }
  }

  private void forEachChild(
      String folder, Predicate<String> wanted, Consumer<List<String>> whenFound) {
    session.getChildren(
        folder,
        false,
        (code, path, context, names) -> {
          if (code == KeeperException.Code.OK.intValue()) {
            whenFound.accept(
                names.stream().filter(wanted).map(name -> folder + "/" + name).toList());
          }
        },
        null);
  }

  private CompletableFuture<List<OpResult>> commit(List<Op> changes) {
    if (!over.isEmpty()) {
      return CompletableFuture.failedFuture(
          new IOException("term " + number + " is over: " + over));
    }
    CompletableFuture<List<OpResult>> done = new CompletableFuture<>();
    multi(
        changes,
        (code, results) -> {
          if (code == KeeperException.Code.OK) {
            done.complete(results);
          } else {
            String why = "the ensemble did not take a record: " + code;
            end(why);
            whenFailed.accept(why);
            done.completeExceptionally(new IOException(why));
          }
        });
    return done;
  }

  private void multi(List<Op> changes, BiConsumer<KeeperException.Code, List<OpResult>> outcome) {
    List<Op> guarded = new ArrayList<>(changes.size() + 1);
    guarded.add(Op.check(seat, -1));
    guarded.addAll(changes);
    session.multi(
        guarded,
        (code, path, context, results) -> outcome.accept(KeeperException.Code.get(code), results),
        null);
  }

  private Op node(String path, byte[] data) {
    return Op.create(path, data, places.acl(), CreateMode.PERSISTENT);
  }

  private static long numberIn(OpResult result) {
    return SharedLog.numberOf(((OpResult.CreateResult) result).getPath());
  }
}
