// SPDX-License-Identifier: Apache-2.0
package org.transhume.coordination.zookeeper.internal;

/**
 * The nodes of one cluster: {@code seats} with a node for each candidate, of which the oldest
 * leads; {@code log} with a node for each record; {@code snapshots} with folders of packed records;
 * and {@code snapshot}, which names the folder that stands for the beginning of the log.
 *
 * @param root the cluster's place in the ensemble
 */
record Places(String root) {

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
