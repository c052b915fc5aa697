// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.transhume.api.model.Epoch;
import org.transhume.api.model.Explanation;
import org.transhume.api.model.ManagerRole;
import org.transhume.api.model.Mode;
import org.transhume.api.mx.CheckReport;
import org.transhume.api.mx.Creation;
import org.transhume.api.mx.DomainStop;
import org.transhume.api.mx.ManagerMXBean;

/** A manager that does not lead, for people: it answers, and sends those who want more on. */
final class StandbyBean implements ManagerMXBean {

  private final Household household;
  private final Supplier<Standing> standing;
  private final Supplier<Epoch> epochAdvance;

  /**
   * How it stands.
   *
   * @param newest the epoch under which it led last
   * @param policies names of the policies that would serve
   * @param leader name of the manager that leads, when it is known
   * @param warnings why it does not lead, where that needs a person's attention
   */
  record Standing(
      Epoch newest, List<String> policies, Optional<String> leader, List<String> warnings) {}

  StandbyBean(Household household, Supplier<Standing> standing, Supplier<Epoch> epochAdvance) {
    this.household = household;
    this.standing = standing;
    this.epochAdvance = epochAdvance;
  }

  @Override
  public String getVersion() {
    return household.version();
  }

  @Override
  public long getStartedAtEpochMillis() {
    return household.emitter().startedAtEpochMillis();
  }

  @Override
  public ManagerRole getRole() {
    return ManagerRole.STANDBY;
  }

  @Override
  public Epoch getEpoch() {
    return standing.get().newest();
  }

  @Override
  public Mode getMode() {
    return household.settings().mode();
  }

  @Override
  public void setMode(Mode mode) {
    throw refused();
  }

  @Override
  public int getMigrationsPerSource() {
    return (int) cap(Cap.MIGRATIONS_PER_SOURCE);
  }

  @Override
  public void setMigrationsPerSource(int most) {
    throw refused();
  }

  @Override
  public int getMigrationsPerTarget() {
    return (int) cap(Cap.MIGRATIONS_PER_TARGET);
  }

  @Override
  public void setMigrationsPerTarget(int most) {
    throw refused();
  }

  @Override
  public int getMigrationsPerCluster() {
    return (int) cap(Cap.MIGRATIONS_PER_CLUSTER);
  }

  @Override
  public void setMigrationsPerCluster(int most) {
    throw refused();
  }

  @Override
  public long getBandwidthLimitBytesPerSecond() {
    return cap(Cap.BANDWIDTH);
  }

  @Override
  public void setBandwidthLimitBytesPerSecond(long most) {
    throw refused();
  }

  private long cap(Cap cap) {
    return cap.configured(household.settings().guards());
  }

  @Override
  public List<String> getPolicies() {
    return standing.get().policies();
  }

  @Override
  public List<String> getConnections() {
    List<String> lines = new ArrayList<>();
    household.roster().connections().forEach((at, state) -> lines.add(at + " " + state));
    return lines;
  }

  @Override
  public List<String> getWarnings() {
    return standing.get().warnings();
  }

  @Override
  public List<String> getMigrations() {
    return List.of();
  }

  @Override
  public String migrate(String domain, String targetHost) {
    throw refused();
  }

  @Override
  public Creation create(String configuration, String host) {
    throw refused();
  }

  @Override
  public DomainStop stop(String domain) {
    throw refused();
  }

  @Override
  public DomainStop stopByForce(String domain) {
    throw refused();
  }

  @Override
  public Creation start(String domain, String host) {
    throw refused();
  }

  @Override
  public CheckReport checkMigration(String domain, String targetHost) {
    throw refused();
  }

  @Override
  public Epoch advanceEpoch() {
    return epochAdvance.get();
  }

  @Override
  public void repaired(String migrationId) {
    throw refused();
  }

  @Override
  public long getSuspendedUntilEpochMillis() {
    return 0;
  }

  @Override
  public String getSuspendedWhy() {
    return "";
  }

  @Override
  public void suspend(long millis, String why) {
    throw refused();
  }

  @Override
  public void resume() {
    throw refused();
  }

  @Override
  public List<Explanation> explain(String subject) {
    throw refused();
  }

  @Override
  public List<String> drain(String host) {
    throw refused();
  }

  @Override
  public List<String> getPoweredDown() {
    return List.of();
  }

  @Override
  public String powerOff(String host) {
    throw refused();
  }

  @Override
  public String powerOn(String host) {
    throw refused();
  }

  @Override
  public void activate(String host) {
    throw refused();
  }

  private IllegalStateException refused() {
    return new IllegalStateException(
        "manager "
            + household.settings().name()
            + " is a standby; "
            + standing
                .get()
                .leader()
                .map(name -> "ask manager " + name + ", which leads")
                .orElse(
                    "which manager leads is not known at the moment, ask again in some seconds"));
  }
}
