// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal;

import java.util.List;
import org.transhume.api.mx.HistoryMXBean;
import org.transhume.api.mx.MigrationCount;
import org.transhume.api.mx.PastMigration;
import org.transhume.manager.internal.history.Chronicle;

/** The migrations that have ended, for people. */
final class HistoryBean implements HistoryMXBean {

  private static final int LATEST = 100;
  private static final int MOST = 10_000;

  private final Chronicle chronicle;

  HistoryBean(Chronicle chronicle) {
    this.chronicle = chronicle;
  }

  @Override
  public int getKept() {
    return chronicle.size();
  }

  @Override
  public List<PastMigration> getLatest() {
    return chronicle.latest(LATEST);
  }

  @Override
  public List<MigrationCount> getCounts() {
    return chronicle.counts();
  }

  @Override
  public List<PastMigration> of(String domain, int most) {
    if (most < 1 || most > MOST) {
      throw new IllegalArgumentException("most " + most + " is not within 1 and " + MOST);
    }
    return chronicle.of(domain, most);
  }
}
