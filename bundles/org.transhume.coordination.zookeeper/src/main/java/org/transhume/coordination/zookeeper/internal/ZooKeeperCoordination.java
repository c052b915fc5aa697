// SPDX-License-Identifier: Apache-2.0
package org.transhume.coordination.zookeeper.internal;

import java.util.Optional;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.retry.RetryNTimes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.transhume.spi.coordination.Candidacy;
import org.transhume.spi.coordination.Candidate;
import org.transhume.spi.coordination.Coordination;
import org.transhume.spi.transport.OwnIdentity;

/** Coordination through one connection to a ZooKeeper ensemble, which is made again as needed. */
final class ZooKeeperCoordination implements Coordination, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ZooKeeperCoordination.class);
  private static final int RETRIES = 3;
  private static final int RETRY_MILLIS = 300;

  private final Ensemble ensemble;
  private final Access access;
  private final CuratorFramework client;
  private final Optional<Doorstep> doorstep;

  private ZooKeeperCoordination(Ensemble ensemble, Access access, Optional<OwnIdentity> identity) {
    this.ensemble = ensemble;
    this.access = access;
    this.client = clientOf(ensemble, access, identity);
    client.start();
    this.doorstep =
        identity.map(
            own ->
                new Doorstep(
                    ensemble, own, client.getZookeeperClient()::isConnected, this::tellRefused));
  }

  /** Begins to connect, in clear. */
  static ZooKeeperCoordination inClear(Ensemble ensemble) {
    return new ZooKeeperCoordination(
        ensemble, Access.ofEverybody(ensemble.path()), Optional.empty());
  }

  /**
   * Begins to connect with TLS, under that identity.
   *
   * @throws IllegalArgumentException when it is not one of the managers' that are named
   */
  static ZooKeeperCoordination overTls(Ensemble ensemble, OwnIdentity identity) {
    return new ZooKeeperCoordination(
        ensemble, Access.ofManagers(ensemble, identity), Optional.of(identity));
  }

  private static CuratorFramework clientOf(
      Ensemble ensemble, Access access, Optional<OwnIdentity> identity) {
    return CuratorFrameworkFactory.builder()
        .connectString(ensemble.connectString())
        .sessionTimeoutMs(ensemble.sessionMillis())
        .connectionTimeoutMs(ensemble.sessionMillis())
        .retryPolicy(new RetryNTimes(RETRIES, RETRY_MILLIS))
        .zkClientConfig(ClientSettings.of(identity))
        .aclProvider(access)
        // What is empty for a while must not vanish under somebody who is about to use it.
        .dontUseContainerParents()
        // The servers are those that are configured, however the ensemble names itself.
        .ensembleTracker(false)
        .build();
  }

  private void tellRefused(String problems) {
    LOG.warn(
        "{} is out of reach: {}. Name secureClientPorts in servers; each server needs an identity of"
            + " this cluster's authority, issued for the name that it has there. Trying on",
        ensemble,
        problems);
  }

  /** The connection. */
  CuratorFramework client() {
    return client;
  }

  @Override
  public String description() {
    return ensemble.toString();
  }

  @Override
  public Candidacy stand(String name, Candidate candidate) {
    Election election = new Election(client, access, name, candidate);
    election.begin();
    return election;
  }

  /** Leaves the ensemble; whoever stood through this connection stands no more. */
  @Override
  public void close() {
    doorstep.ifPresent(Doorstep::close);
    client.close();
  }
}
