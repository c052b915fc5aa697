// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal;

import java.util.function.ToLongFunction;
import org.transhume.manager.internal.Settings.Guarding;

/** What limits migrations, and can be set while they run. */
enum Cap {
  MIGRATIONS_PER_SOURCE("migrationsPerSource", 1, 100, Guarding::migrationsPerSource),
  MIGRATIONS_PER_TARGET("migrationsPerTarget", 1, 100, Guarding::migrationsPerTarget),
  MIGRATIONS_PER_CLUSTER("migrationsPerCluster", 0, 10_000, Guarding::migrationsPerCluster),
  BANDWIDTH(
      "bandwidthLimitBytesPerSecond", 0, Long.MAX_VALUE, Guarding::bandwidthLimitBytesPerSecond);

  final String property;
  final long least;
  final long most;
  private final ToLongFunction<Guarding> configured;

  Cap(String property, long least, long most, ToLongFunction<Guarding> configured) {
    this.property = property;
    this.least = least;
    this.most = most;
    this.configured = configured;
  }

  /** What the configuration says. */
  long configured(Guarding settings) {
    return configured.applyAsLong(settings);
  }
}
