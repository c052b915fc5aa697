// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.client;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.transhume.api.model.StoppedDomain;
import org.transhume.api.mx.ClusterMXBean;
import org.transhume.api.mx.DomainMXBean;
import org.transhume.api.mx.HostSample;
import org.transhume.api.mx.LossMXBean;
import org.transhume.api.mx.ManagerMXBean;
import org.transhume.api.mx.MigrationEvent;
import org.transhume.api.mx.MigrationMXBean;
import org.transhume.api.mx.ObjectNames;
import org.transhume.api.mx.PolicyMXBean;

/** The cluster as its manager knows it. */
final class ManagerView implements ClusterView {

  private final ClusterConnection connection;
  private final ClusterMXBean cluster;
  private final ManagerMXBean manager;

  ManagerView(ClusterConnection connection) {
    this.connection = connection;
    this.cluster = connection.proxy(ObjectNames.cluster(), ClusterMXBean.class);
    this.manager = connection.proxy(ObjectNames.manager(), ManagerMXBean.class);
  }

  @Override
  public List<HostSample> hosts() {
    return cluster.getHosts();
  }

  @Override
  public List<StoppedDomain> stopped() {
    return cluster.getStopped();
  }

  @Override
  public List<String> staleHosts() {
    return cluster.getStaleHosts();
  }

  @Override
  public List<MigrationEvent> migrations() {
    return cluster.getMigrations();
  }

  @Override
  public Optional<MigrationMXBean> migration(String id) throws IOException {
    return connection.find(ObjectNames.migration(id)).stream()
        .map(name -> connection.proxy(name, MigrationMXBean.class))
        .findFirst();
  }

  @Override
  public Optional<DomainMXBean> domain(String name) throws IOException {
    return connection.find(ObjectNames.domain(name)).stream()
        .map(found -> connection.proxy(found, DomainMXBean.class))
        .findFirst();
  }

  @Override
  public String migrate(String domain, String target) {
    return manager.migrate(domain, target);
  }

  @Override
  public List<String> policyNames() {
    return manager.getPolicies();
  }

  @Override
  public Optional<PolicyMXBean> policy(String name) throws IOException {
    return connection.find(ObjectNames.policy(name)).stream()
        .map(found -> connection.proxy(found, PolicyMXBean.class))
        .findFirst();
  }

  @Override
  public List<LossMXBean> losses() throws IOException {
    return connection.find(ObjectNames.anyLoss()).stream()
        .map(found -> connection.proxy(found, LossMXBean.class))
        .toList();
  }

  @Override
  public Optional<ManagerMXBean> manager() {
    return Optional.of(manager);
  }
}
