// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal;

import java.util.ArrayList;
import java.util.List;
import org.transhume.api.model.Epoch;
import org.transhume.api.model.HostState;
import org.transhume.api.model.ManagerRole;
import org.transhume.api.model.Mode;
import org.transhume.api.mx.CheckReport;
import org.transhume.api.mx.ManagerMXBean;

/** A manager that leads, for people. */
final class ManagerBean implements ManagerMXBean {

  private final Manager manager;
  private final Desk desk;
  private final String version;

  ManagerBean(Manager manager, Desk desk, String version) {
    this.manager = manager;
    this.desk = desk;
    this.version = version;
  }

  @Override
  public String getVersion() {
    return version;
  }

  @Override
  public long getStartedAtEpochMillis() {
    return manager.startedAtEpochMillis();
  }

  @Override
  public ManagerRole getRole() {
    return ManagerRole.LEADER;
  }

  @Override
  public Epoch getEpoch() {
    return manager.epoch();
  }

  @Override
  public Mode getMode() {
    return desk.ask(() -> manager.policies().mode());
  }

  @Override
  public void setMode(Mode mode) {
    if (mode == null) {
      throw new IllegalArgumentException("a mode is OBSERVE, ADVISE or AUTOMATIC");
    }
    desk.ask(
        () -> {
          manager.policies().setMode(mode);
          return mode;
        });
  }

  @Override
  public List<String> getPolicies() {
    return desk.ask(
        () ->
            manager.policies().slots().stream()
                .filter(slot -> slot.serving().isPresent())
                .map(slot -> slot.name)
                .toList());
  }

  @Override
  public List<String> getConnections() {
    List<String> lines = new ArrayList<>();
    manager.connections().forEach((endpoint, state) -> lines.add(endpoint + " " + state));
    return lines;
  }

  @Override
  public List<String> getWarnings() {
    return desk.ask(manager::warnings);
  }

  @Override
  public List<String> getMigrations() {
    return desk.ask(
        () -> manager.coordinator().running().stream().map(migration -> migration.id()).toList());
  }

  @Override
  public String migrate(String domain, String targetHost) {
    return desk.ask(() -> manager.migrate(domain, targetHost, "operator"));
  }

  @Override
  public void repaired(String migrationId) {
    desk.await(() -> manager.repaired(migrationId));
  }

  @Override
  public CheckReport checkMigration(String domain, String targetHost) {
    return desk.await(() -> manager.check(domain, targetHost));
  }

  @Override
  public List<String> drain(String host) {
    desk.await(() -> manager.setHostState(host, HostState.DRAINING));
    return desk.ask(() -> manager.drain(host));
  }

  @Override
  public void activate(String host) {
    desk.await(() -> manager.setHostState(host, HostState.ACTIVE));
    desk.ask(
        () -> {
          manager.activated(host);
          return host;
        });
  }
}
