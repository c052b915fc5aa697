// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal;

import java.util.List;
import org.transhume.api.model.Explanation;
import org.transhume.api.model.MigrationPhase;
import org.transhume.api.mx.MigrationMXBean;
import org.transhume.api.mx.StepResult;

/** A migration for people. */
final class MigrationBean implements MigrationMXBean {

  private final Manager manager;
  private final Desk desk;
  private volatile MigrationStatus status;

  MigrationBean(Manager manager, Desk desk, MigrationStatus status) {
    this.manager = manager;
    this.desk = desk;
    this.status = status;
  }

  void show(MigrationStatus newest) {
    status = newest;
  }

  @Override
  public String getId() {
    return status.id();
  }

  @Override
  public String getDomain() {
    return status.request().domain();
  }

  @Override
  public String getDomainUuid() {
    return status.request().domainUuid();
  }

  @Override
  public String getSource() {
    return status.request().source();
  }

  @Override
  public String getTarget() {
    return status.request().target();
  }

  @Override
  public MigrationPhase getPhase() {
    return status.phase();
  }

  @Override
  public int getProgressPercent() {
    return status.progress().progressPercent();
  }

  @Override
  public long getBytesSent() {
    return status.progress().bytesSent();
  }

  @Override
  public Double getBytesPerSecond() {
    return status.progress().bytesPerSecond();
  }

  @Override
  public Integer getRound() {
    return status.progress().round();
  }

  @Override
  public Long getDowntimeMillis() {
    return status.progress().downtimeMillis();
  }

  @Override
  public Long getAnsweredMillis() {
    return status.guest().answeredMillis();
  }

  @Override
  public Long getClockOffsetBeforeMillis() {
    return status.guest().clockBeforeMillis();
  }

  @Override
  public Long getClockOffsetAfterMillis() {
    return status.guest().clockAfterMillis();
  }

  @Override
  public long getDurationMillis() {
    return status.durationMillis(manager.now());
  }

  @Override
  public String getReason() {
    return status.request().reason().text();
  }

  @Override
  public String getRequestedBy() {
    return status.request().requestedBy();
  }

  @Override
  public List<Explanation> getOutcomeReasons() {
    return status.outcomeReasons();
  }

  @Override
  public StepResult cancel() {
    String id = status.id();
    return desk.ask(() -> manager.coordinator().cancel(id, "operator"))
        .orElseThrow(() -> new IllegalStateException("migration " + id + " ended long ago"));
  }
}
