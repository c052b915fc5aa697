// SPDX-License-Identifier: Apache-2.0
package org.transhume.coordination.zookeeper.internal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.ACL;
import org.apache.zookeeper.data.Stat;

/**
 * Lets those who may touch a cluster's nodes have the ones that are there already: made in clear,
 * or when the managers were others. From above to below, so that nobody adds to what was looked at.
 */
final class Takeover {

  private final ZooKeeper session;
  private final Places places;
  private final AtomicInteger open = new AtomicInteger();

  private Takeover(ZooKeeper session, Places places) {
    this.session = session;
    this.places = places;
  }

  /**
   * Takes all nodes over. Blocks.
   *
   * @return how many of them had been open to everybody
   */
  static int of(ZooKeeper session, Places places) throws IOException, InterruptedException {
    Takeover takeover = new Takeover(session, places);
    List<String> level = List.of(places.root());
    while (!level.isEmpty()) {
      List<String> below = new ArrayList<>();
      Answers.await(level.stream().map(takeover::claim).toList()).forEach(below::addAll);
      level = below;
    }
    return takeover.open.get();
  }

  /** Takes one node over, and answers with what is below it. */
  private CompletableFuture<List<String>> claim(String path) {
    CompletableFuture<List<String>> answer = new CompletableFuture<>();
    session.getACL(
        path,
        new Stat(),
        (code, asked, context, acl, stat) -> {
          if (code != KeeperException.Code.OK.intValue()) {
            nothing(answer, code, path);
          } else if (acl.equals(places.acl())) {
            children(path, answer);
          } else {
            change(path, acl, answer);
          }
        },
        null);
    return answer;
  }

  private void change(String path, List<ACL> before, CompletableFuture<List<String>> answer) {
    session.setACL(
        path,
        places.acl(),
        -1,
        (code, asked, context, stat) -> {
          if (code != KeeperException.Code.OK.intValue()) {
            nothing(answer, code, path);
            return;
          }
          if (before.equals(ZooDefs.Ids.OPEN_ACL_UNSAFE)) {
            open.incrementAndGet();
          }
          children(path, answer);
        },
        null);
  }

  private void children(String path, CompletableFuture<List<String>> answer) {
    session.getChildren(
        path,
        false,
        (code, asked, context, names) -> {
          if (code == KeeperException.Code.OK.intValue()) {
            answer.complete(names.stream().map(name -> path + "/" + name).toList());
          } else {
            nothing(answer, code, path);
          }
        },
        null);
  }

  /** Seats are left at any time. */
  private static void nothing(CompletableFuture<List<String>> answer, int code, String path) {
    if (code == KeeperException.Code.NONODE.intValue()) {
      answer.complete(List.of());
    } else {
      Answers.settle(answer, code, path, List.of());
    }
  }
}
