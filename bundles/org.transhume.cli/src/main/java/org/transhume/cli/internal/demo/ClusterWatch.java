// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.demo;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.transhume.api.model.Proposal;
import org.transhume.api.model.Refusal;
import org.transhume.api.mx.DomainFate;
import org.transhume.api.mx.HostSample;
import org.transhume.api.mx.LossMXBean;
import org.transhume.api.mx.ManagerMXBean;
import org.transhume.api.mx.MigrationEvent;
import org.transhume.api.mx.MigrationMXBean;
import org.transhume.api.mx.PolicyMXBean;
import org.transhume.cli.internal.client.ClusterView;
import org.transhume.cli.internal.demo.Scene.LossScene;
import org.transhume.cli.internal.demo.Scene.MigrationScene;
import org.transhume.cli.internal.demo.Scene.RefusalScene;

/** Reads the scene from the cluster's MBeans. */
final class ClusterWatch implements DemoRun.Eye {

  private final ClusterView cluster;

  ClusterWatch(ClusterView cluster) {
    this.cluster = cluster;
  }

  /** The cluster now. */
  @Override
  public Scene look() throws IOException {
    List<HostSample> hosts =
        cluster.hosts().stream().sorted(Comparator.comparing(HostSample::host)).toList();
    List<MigrationScene> migrations = new ArrayList<>();
    for (MigrationEvent event : cluster.migrations()) {
      migrations.add(scene(event));
    }
    return new Scene(hosts, migrations, refusals(), losses(), off());
  }

  /** The migration's MBean knows more than its event, for as long as it is there. */
  private MigrationScene scene(MigrationEvent event) throws IOException {
    Optional<MigrationMXBean> bean = cluster.migration(event.id());
    if (bean.isEmpty()) {
      String reason = event.reasons().isEmpty() ? null : event.reasons().get(0).text();
      return new MigrationScene(event, reason, null, null);
    }
    MigrationMXBean migration = bean.get();
    return event.phase().isFinal()
        ? new MigrationScene(event, migration.getReason(), null, null)
        : new MigrationScene(
            event,
            migration.getReason(),
            migration.getProgressPercent(),
            migration.getBytesPerSecond());
  }

  private List<RefusalScene> refusals() throws IOException {
    List<RefusalScene> refusals = new ArrayList<>();
    for (String name : cluster.policyNames()) {
      Proposal last = cluster.policy(name).map(PolicyMXBean::getLastProposal).orElse(null);
      if (last != null) {
        for (Refusal refusal : last.refusals()) {
          refusals.add(
              new RefusalScene(
                  name, refusal.subject(), refusal.reason().code(), refusal.reason().text()));
        }
      }
    }
    return refusals;
  }

  private List<LossScene> losses() throws IOException {
    List<LossScene> losses = new ArrayList<>();
    for (LossMXBean loss : cluster.losses()) {
      String host = loss.getHost();
      List<String> lines = new ArrayList<>();
      lines.add(host + " is held to be dead" + (loss.isOff() ? ": " + loss.getFencing() : ""));
      for (DomainFate domain : loss.getDomains()) {
        lines.add(
            domain.domain()
                + " of "
                + host
                + ": "
                + domain.fate()
                + (domain.target().isEmpty() ? "" : " on " + domain.target()));
      }
      losses.add(new LossScene(host, lines));
    }
    return losses;
  }

  /** The manager tells each with who wanted it and why. */
  private Set<String> off() {
    return cluster.manager().map(ManagerMXBean::getPoweredDown).orElse(List.of()).stream()
        .map(line -> line.substring(0, line.indexOf(':')))
        .collect(Collectors.toSet());
  }
}
