// SPDX-License-Identifier: Apache-2.0
package org.transhume.api.mx;

import java.util.Map;

/** A probe on one host. It appears and disappears with its bundle, within a second. */
@RequiresRole(Role.VIEWER)
public interface ProbeMXBean {

  /** The probe's name. */
  String getName();

  /** The host. */
  String getHost();

  /** Version of the probe's bundle. */
  String getVersion();

  /** Unit of its values. */
  String getUnit();

  /** What its thresholds watch: HOST, CONTROL_DOMAIN or DOMAIN. */
  String getWatches();

  /** Time between two measurements. */
  long getPeriodMillis();

  /** Sets the time between two measurements, at least 100. */
  @RequiresRoleToWrite(Role.OPERATOR)
  void setPeriodMillis(long periodMillis);

  /** The value above which a subject becomes HIGH. */
  double getHighThreshold();

  /** Sets the high threshold; it must not lie below the low one. */
  @RequiresRoleToWrite(Role.OPERATOR)
  void setHighThreshold(double highThreshold);

  /** The value below which a subject becomes NORMAL again. */
  double getLowThreshold();

  /** Sets the low threshold; it must not lie above the high one. */
  @RequiresRoleToWrite(Role.OPERATOR)
  void setLowThreshold(double lowThreshold);

  /** How long a value must stay above the high threshold. */
  long getHoldMillis();

  /** Sets the hold time, 0 for none. */
  @RequiresRoleToWrite(Role.OPERATOR)
  void setHoldMillis(long holdMillis);

  /** {@code OK}, or what went wrong with the last measurement. */
  String getHealth();

  /**
   * The last values: the host under its name, its dom0 under {@code Domain-0}, domains under
   * theirs.
   */
  Map<String, Double> getReadings();

  /** When they were measured; null before the first measurement. */
  Long getMeasuredAtEpochMillis();

  /** Measures now and returns the values. Blocks for at most the probe's period. */
  @RequiresRole(Role.OPERATOR)
  Map<String, Double> sample();
}
