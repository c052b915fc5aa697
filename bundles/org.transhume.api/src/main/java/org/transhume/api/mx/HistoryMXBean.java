// SPDX-License-Identifier: Apache-2.0
package org.transhume.api.mx;

import java.util.List;

/**
 * The migrations that have ended while this manager led, across its restarts. The last ten thousand
 * are kept; counts go on beyond them.
 */
@RequiresRole(Role.VIEWER)
public interface HistoryMXBean {

  /** How many are kept. */
  int getKept();

  /** The last hundred, the newest first. */
  List<PastMigration> getLatest();

  /** How often each domain has been moved, the most moved first; of the ten thousand moved last. */
  List<MigrationCount> getCounts();

  /**
   * The last migrations of one domain, the newest first.
   *
   * @param domain name or uuid
   * @param most how many at most, 1 to 10000
   */
  @RequiresRole(Role.OPERATOR)
  List<PastMigration> of(String domain, int most);
}
