// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal;

import java.util.ArrayList;
import java.util.List;
import org.transhume.api.model.StoppedDomain;
import org.transhume.api.mx.ClusterMXBean;
import org.transhume.api.mx.HostSample;
import org.transhume.api.mx.MigrationEvent;

/** The cluster for people. */
final class ClusterBean implements ClusterMXBean {

  private final Manager manager;
  private final Desk desk;

  ClusterBean(Manager manager, Desk desk) {
    this.manager = manager;
    this.desk = desk;
  }

  @Override
  public List<HostSample> getHosts() {
    return desk.ask(() -> manager.view().samples());
  }

  @Override
  public List<String> getDomains() {
    return desk.ask(() -> List.copyOf(manager.view().domainNames()));
  }

  @Override
  public List<StoppedDomain> getStopped() {
    return desk.ask(() -> manager.losses().stopped());
  }

  @Override
  public List<String> getStaleHosts() {
    return desk.ask(
        () -> {
          List<String> lines = new ArrayList<>();
          manager
              .staleHosts()
              .forEach(
                  (host, why) ->
                      lines.add(host + ": " + manager.powers().why(host).orElse(why.text())));
          return lines;
        });
  }

  @Override
  public List<MigrationEvent> getMigrations() {
    return desk.ask(
        () ->
            manager.coordinator().statuses().stream()
                .map(status -> status.event(manager.startedAtEpochMillis(), manager.now()))
                .toList());
  }
}
