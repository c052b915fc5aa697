// SPDX-License-Identifier: Apache-2.0
package org.transhume.coordination.zookeeper.internal;

import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.retry.RetryNTimes;
import org.transhume.spi.coordination.Candidacy;
import org.transhume.spi.coordination.Candidate;
import org.transhume.spi.coordination.Coordination;

/** Coordination through one connection to a ZooKeeper ensemble, which is made again as needed. */
final class ZooKeeperCoordination implements Coordination, AutoCloseable {

  private static final int RETRIES = 3;
  private static final int RETRY_MILLIS = 300;

  private final Ensemble ensemble;
  private final CuratorFramework client;

  /** Begins to connect. */
  ZooKeeperCoordination(Ensemble ensemble) {
    this(ensemble, clientOf(ensemble));
  }

  ZooKeeperCoordination(Ensemble ensemble, CuratorFramework client) {
    this.ensemble = ensemble;
    this.client = client;
    client.start();
  }

  static CuratorFramework clientOf(Ensemble ensemble) {
    return CuratorFrameworkFactory.builder()
        .connectString(ensemble.connectString())
        .sessionTimeoutMs(ensemble.sessionMillis())
        .connectionTimeoutMs(ensemble.sessionMillis())
        .retryPolicy(new RetryNTimes(RETRIES, RETRY_MILLIS))
        // What is empty for a while must not vanish under somebody who is about to use it.
        .dontUseContainerParents()
        // The servers are those that are configured, however the ensemble names itself.
        .ensembleTracker(false)
        .build();
  }

  @Override
  public String description() {
    return ensemble.toString();
  }

  @Override
  public Candidacy stand(String name, Candidate candidate) {
    Election election = new Election(client, new Places(ensemble.path()), name, candidate);
    election.begin();
    return election;
  }

  /** Leaves the ensemble; whoever stood through this connection stands no more. */
  @Override
  public void close() {
    client.close();
  }
}
