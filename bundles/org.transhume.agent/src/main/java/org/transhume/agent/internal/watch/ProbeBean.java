// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal.watch;

import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.transhume.api.mx.ProbeMXBean;

/** A probe as MBean. */
record ProbeBean(String host, ProbeSlot slot, ProbeBoard board) implements ProbeMXBean {

  @Override
  public String getName() {
    return slot.definition().name();
  }

  @Override
  public String getHost() {
    return host;
  }

  @Override
  public String getVersion() {
    return slot.definition().version();
  }

  @Override
  public String getUnit() {
    return slot.definition().unit();
  }

  @Override
  public String getWatches() {
    return slot.definition().watches().name();
  }

  @Override
  public long getPeriodMillis() {
    return slot.parameters().periodMillis();
  }

  @Override
  public void setPeriodMillis(long periodMillis) {
    board.change(slot, parameters -> parameters.withPeriod(periodMillis));
  }

  @Override
  public double getHighThreshold() {
    return slot.parameters().highThreshold();
  }

  @Override
  public void setHighThreshold(double highThreshold) {
    board.change(slot, parameters -> parameters.withHigh(highThreshold));
  }

  @Override
  public double getLowThreshold() {
    return slot.parameters().lowThreshold();
  }

  @Override
  public void setLowThreshold(double lowThreshold) {
    board.change(slot, parameters -> parameters.withLow(lowThreshold));
  }

  @Override
  public long getHoldMillis() {
    return slot.parameters().holdMillis();
  }

  @Override
  public void setHoldMillis(long holdMillis) {
    board.change(slot, parameters -> parameters.withHold(holdMillis));
  }

  @Override
  public String getHealth() {
    return slot.shown().health();
  }

  @Override
  public Map<String, Double> getReadings() {
    return slot.shown().readings();
  }

  @Override
  public Long getMeasuredAtEpochMillis() {
    return slot.shown().measuredAtEpochMillis();
  }

  @Override
  public Map<String, Double> sample() {
    try {
      return board
          .measureNow(slot)
          .get(slot.parameters().periodMillis() + 1000, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while probe " + getName() + " measured", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause().getMessage());
    } catch (TimeoutException e) {
      throw new IllegalStateException("probe " + getName() + " did not answer: " + getHealth());
    }
  }
}
