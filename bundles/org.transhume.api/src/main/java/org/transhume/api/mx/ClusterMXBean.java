// SPDX-License-Identifier: Apache-2.0
package org.transhume.api.mx;

import java.util.List;
import org.transhume.api.model.StoppedDomain;

/** The cluster as the manager knows it; each attribute is one consistent snapshot. */
@RequiresRole(Role.VIEWER)
public interface ClusterMXBean {

  /** Every host with its domains. */
  List<HostSample> getHosts();

  /** Names of all domains. */
  List<String> getDomains();

  /**
   * Hosts whose data are too old, absurd or missing, each with the reason: {@code HOST: REASON}.
   */
  List<String> getStaleHosts();

  /** Domains that are stopped on purpose and can be started again. */
  List<StoppedDomain> getStopped();

  /** Every migration that is not finished, and the last finished ones. */
  List<MigrationEvent> getMigrations();
}
