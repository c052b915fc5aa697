// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal.migration;

import java.time.Clock;
import java.util.List;
import java.util.function.Supplier;
import org.transhume.api.model.Explanation;
import org.transhume.api.model.MigrationPhase;
import org.transhume.api.mx.MigrationMXBean;
import org.transhume.api.mx.MigrationOrder;
import org.transhume.api.mx.StepResult;

/** One side of a migration as MBean. */
record MigrationBean(
    Supplier<MigrationView> view,
    Supplier<GuestFigures> guest,
    Clock clock,
    Supplier<StepResult> canceller)
    implements MigrationMXBean {

  private MigrationOrder order() {
    return view.get().order();
  }

  @Override
  public String getId() {
    return order().migrationId();
  }

  @Override
  public String getDomain() {
    return order().domain();
  }

  @Override
  public String getDomainUuid() {
    return order().domainUuid();
  }

  @Override
  public String getSource() {
    return order().source();
  }

  @Override
  public String getTarget() {
    return order().target();
  }

  @Override
  public MigrationPhase getPhase() {
    return view.get().phase();
  }

  @Override
  public int getProgressPercent() {
    return view.get().percent();
  }

  @Override
  public long getBytesSent() {
    return view.get().progress().bytes();
  }

  @Override
  public Double getBytesPerSecond() {
    return view.get().progress().bytesPerSecond();
  }

  @Override
  public Integer getRound() {
    return view.get().progress().round();
  }

  @Override
  public Long getDowntimeMillis() {
    return view.get().downtimeMillis();
  }

  @Override
  public Long getAnsweredMillis() {
    return guest.get().answeredMillis();
  }

  @Override
  public Long getClockOffsetBeforeMillis() {
    return guest.get().clockBeforeMillis();
  }

  @Override
  public Long getClockOffsetAfterMillis() {
    return guest.get().clockAfterMillis();
  }

  @Override
  public long getDurationMillis() {
    MigrationView now = view.get();
    Long ended = now.endedEpochMillis();
    return (ended == null ? clock.millis() : ended) - now.beganEpochMillis();
  }

  @Override
  public String getReason() {
    return order().attachments().getOrDefault(MigrationOrder.REASON, "");
  }

  @Override
  public String getRequestedBy() {
    return order().attachments().getOrDefault(MigrationOrder.REQUESTED_BY, "");
  }

  @Override
  public List<Explanation> getOutcomeReasons() {
    return view.get().reasons();
  }

  @Override
  public StepResult cancel() {
    return canceller.get();
  }
}
