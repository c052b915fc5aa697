// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.client;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javax.management.ObjectName;
import org.transhume.api.model.StoppedDomain;
import org.transhume.api.mx.AgentMXBean;
import org.transhume.api.mx.DomainMXBean;
import org.transhume.api.mx.HostSample;
import org.transhume.api.mx.LossMXBean;
import org.transhume.api.mx.ManagerMXBean;
import org.transhume.api.mx.MigrationEvent;
import org.transhume.api.mx.MigrationMXBean;
import org.transhume.api.mx.ObjectNames;
import org.transhume.api.mx.PolicyMXBean;
import org.transhume.cli.internal.CommandFailure;

/** What the agents of one container know where no manager is asked: usually a single host. */
final class AgentView implements ClusterView {

  private final ClusterConnection connection;
  private final List<String> hosts = new ArrayList<>();

  AgentView(ClusterConnection connection, Collection<ObjectName> agents) {
    this.connection = connection;
    agents.forEach(agent -> hosts.add(ObjectNames.value(agent, "host")));
  }

  @Override
  public List<HostSample> hosts() {
    return hosts.stream()
        .map(host -> connection.proxy(ObjectNames.agent(host), AgentMXBean.class).getLastSample())
        .filter(Objects::nonNull)
        .toList();
  }

  @Override
  public List<StoppedDomain> stopped() {
    return List.of();
  }

  @Override
  public List<String> staleHosts() {
    return List.of();
  }

  @Override
  public List<MigrationEvent> migrations() {
    return List.of();
  }

  @Override
  public Optional<MigrationMXBean> migration(String id) throws IOException {
    return first(host -> ObjectNames.migration(host, id), MigrationMXBean.class);
  }

  @Override
  public Optional<DomainMXBean> domain(String name) throws IOException {
    return first(host -> ObjectNames.domain(host, name), DomainMXBean.class);
  }

  @Override
  public String migrate(String domain, String target) throws CommandFailure, IOException {
    return domain(domain)
        .orElseThrow(
            () ->
                new CommandFailure(
                    "domain "
                        + domain
                        + " is not on this host; 'transhume list domains' shows all"))
        .migrate(target);
  }

  @Override
  public List<String> policyNames() {
    return List.of();
  }

  @Override
  public Optional<PolicyMXBean> policy(String name) {
    return Optional.empty();
  }

  @Override
  public List<LossMXBean> losses() {
    return List.of();
  }

  @Override
  public Optional<ManagerMXBean> manager() {
    return Optional.empty();
  }

  private <T> Optional<T> first(
      java.util.function.Function<String, ObjectName> naming, Class<T> type) throws IOException {
    for (String host : hosts) {
      ObjectName name = naming.apply(host);
      if (connection.has(name)) {
        return Optional.of(connection.proxy(name, type));
      }
    }
    return Optional.empty();
  }
}
