// SPDX-License-Identifier: Apache-2.0
package org.transhume.coordination.zookeeper.internal;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.zookeeper.data.ACL;

/**
 * The nodes of one cluster: {@code seats} with a node for each candidate, of which the oldest
 * leads; {@code log} with a node for each record; {@code snapshots} with folders of packed records;
 * and {@code snapshot}, which names the folder that stands for the beginning of the log.
 *
 * @param root the cluster's place in the ensemble
 * @param acl who may touch them
 */
record Places(String root, List<ACL> acl) {

  Places {
    // No List.copyOf: ZooKeeper asks the list whether it contains null.
    acl = Collections.unmodifiableList(new ArrayList<>(acl));
  }

  /** Where candidates sit. */
  String seats() {
    return root + "/seats";
  }

  /** Where records are appended. */
  String log() {
    return root + "/log";
  }

  /** The beginning of a record's path; the ensemble adds a number. */
  String nextRecord() {
    return log() + "/r-";
  }

  /** Where folders of packed records are. */
  String snapshots() {
    return root + "/snapshots";
  }

  /** Names the folder that counts; no data while none does. */
  String snapshot() {
    return root + "/snapshot";
  }
}
