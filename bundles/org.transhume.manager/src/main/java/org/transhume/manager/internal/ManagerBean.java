// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal;

import java.util.ArrayList;
import java.util.List;
import org.transhume.api.model.Epoch;
import org.transhume.api.model.Explanation;
import org.transhume.api.model.HostState;
import org.transhume.api.model.ManagerRole;
import org.transhume.api.model.Mode;
import org.transhume.api.mx.CheckReport;
import org.transhume.api.mx.Creation;
import org.transhume.api.mx.DomainStop;
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
    desk.tell(() -> manager.policies().setMode(mode));
  }

  @Override
  public int getMigrationsPerSource() {
    return (int) cap(Cap.MIGRATIONS_PER_SOURCE);
  }

  @Override
  public void setMigrationsPerSource(int most) {
    setCap(Cap.MIGRATIONS_PER_SOURCE, most);
  }

  @Override
  public int getMigrationsPerTarget() {
    return (int) cap(Cap.MIGRATIONS_PER_TARGET);
  }

  @Override
  public void setMigrationsPerTarget(int most) {
    setCap(Cap.MIGRATIONS_PER_TARGET, most);
  }

  @Override
  public int getMigrationsPerCluster() {
    return (int) cap(Cap.MIGRATIONS_PER_CLUSTER);
  }

  @Override
  public void setMigrationsPerCluster(int most) {
    setCap(Cap.MIGRATIONS_PER_CLUSTER, most);
  }

  @Override
  public long getBandwidthLimitBytesPerSecond() {
    return cap(Cap.BANDWIDTH);
  }

  @Override
  public void setBandwidthLimitBytesPerSecond(long most) {
    setCap(Cap.BANDWIDTH, most);
  }

  private long cap(Cap cap) {
    return desk.ask(() -> manager.cap(cap));
  }

  private void setCap(Cap cap, long value) {
    desk.tell(() -> manager.setCap(cap, value));
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
  public Creation create(String configuration, String host) {
    if (configuration == null || configuration.isBlank()) {
      throw new IllegalArgumentException("no configuration is given");
    }
    return desk.await(() -> manager.create(configuration, host == null ? "" : host));
  }

  @Override
  public DomainStop stop(String domain) {
    return desk.await(() -> manager.stop(named(domain), false));
  }

  @Override
  public DomainStop stopByForce(String domain) {
    return desk.await(() -> manager.stop(named(domain), true));
  }

  @Override
  public Creation start(String domain, String host) {
    return desk.await(() -> manager.startDomain(named(domain), host == null ? "" : host));
  }

  private static String named(String domain) {
    if (domain == null || domain.isBlank()) {
      throw new IllegalArgumentException("no domain is given: its name or its uuid");
    }
    return domain;
  }

  @Override
  public Epoch advanceEpoch() {
    throw new IllegalStateException(
        "this manager leads under epoch "
            + getEpoch()
            + " and no agent has refused it: there is nothing to advance");
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
  public long getSuspendedUntilEpochMillis() {
    return desk.ask(() -> manager.policies().restraints().suspendedUntilEpochMillis());
  }

  @Override
  public String getSuspendedWhy() {
    return desk.ask(() -> manager.policies().restraints().suspendedWhy());
  }

  @Override
  public void suspend(long millis, String why) {
    desk.tell(() -> manager.policies().suspend(millis, why));
  }

  @Override
  public void resume() {
    desk.tell(() -> manager.policies().resume());
  }

  @Override
  public List<Explanation> explain(String subject) {
    return desk.ask(() -> manager.explain(subject));
  }

  @Override
  public List<String> drain(String host) {
    desk.await(() -> manager.setHostState(host, HostState.DRAINING));
    return desk.ask(() -> manager.drain(host));
  }

  @Override
  public List<String> getPoweredDown() {
    return desk.ask(() -> manager.powers().lines());
  }

  @Override
  public String powerOff(String host) {
    return desk.await(() -> manager.powerOff(host));
  }

  @Override
  public String powerOn(String host) {
    return desk.await(() -> manager.powerOn(host));
  }

  @Override
  public void activate(String host) {
    desk.await(() -> manager.setHostState(host, HostState.ACTIVE));
    desk.tell(() -> manager.activated(host));
  }
}
