// SPDX-License-Identifier: Apache-2.0
package org.transhume.coordination.zookeeper.internal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.ACL;

/**
 * What earlier leaders wrote, as whoever was elected reads it. Nobody can write any more by then:
 * each write checks that its leader still has a seat, and this session has seen that seat gone.
 *
 * @param records all of them, in their order
 * @param last number of the newest one that is not packed; -1 when there is none
 */
record SharedLog(List<byte[]> records, long last) {

  SharedLog {
    records = List.copyOf(records);
  }

  /**
   * Reads the log through that session, and makes its places where there are none. Blocks.
   *
   * @throws IOException when what is there was not written by a manager
   */
  static SharedLog read(ZooKeeper session, Places places)
      throws KeeperException, InterruptedException, IOException {
    for (String place : List.of(places.log(), places.snapshots(), places.snapshot())) {
      make(session, place, places.acl());
    }
    try {
      return found(session, places);
    } catch (IllegalArgumentException e) {
      throw new IOException("what is under " + places.root() + " is no log: " + e.getMessage(), e);
    }
  }

  /** The number in the name of a record's node. */
  static long numberOf(String name) {
    String digits = name.substring(name.lastIndexOf('-') + 1);
    try {
      return Long.parseLong(digits);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("no record's name: " + name, e);
    }
  }

  private static SharedLog found(ZooKeeper session, Places places)
      throws KeeperException, InterruptedException, IOException {
    Optional<SnapshotName> snapshot =
        SnapshotName.read(session.getData(places.snapshot(), false, null));
    List<byte[]> records = new ArrayList<>();
    if (snapshot.isPresent()) {
      String folder = places.snapshots() + "/" + snapshot.get();
      for (byte[] pack : read(session, folder, sorted(session.getChildren(folder, false)))) {
        records.addAll(Packing.unpack(pack));
      }
    }
    long upTo = snapshot.map(SnapshotName::upTo).orElse(-1L);
    List<String> behind =
        sorted(session.getChildren(places.log(), false)).stream()
            .filter(record -> numberOf(record) > upTo)
            .toList();
    records.addAll(read(session, places.log(), behind));
    return new SharedLog(
        records, behind.isEmpty() ? upTo : numberOf(behind.get(behind.size() - 1)));
  }

  /** Asks for all of them before it waits for the first: a long log is read in one go. */
  private static List<byte[]> read(ZooKeeper session, String folder, List<String> names)
      throws IOException, InterruptedException {
    return Answers.await(names.stream().map(name -> read(session, folder + "/" + name)).toList());
  }

  private static CompletableFuture<byte[]> read(ZooKeeper session, String path) {
    CompletableFuture<byte[]> answer = new CompletableFuture<>();
    session.getData(
        path,
        false,
        (code, asked, context, data, stat) -> Answers.settle(answer, code, asked, data),
        null);
    return answer;
  }

  /** The ensemble's numbers have ten digits, and so have ours: names sort as they were made. */
  private static List<String> sorted(List<String> names) {
    return names.stream().sorted().toList();
  }

  private static void make(ZooKeeper session, String path, List<ACL> acl)
      throws KeeperException, InterruptedException {
    if (session.exists(path, false) == null) {
      session.create(path, new byte[0], acl, CreateMode.PERSISTENT);
    }
  }
}
