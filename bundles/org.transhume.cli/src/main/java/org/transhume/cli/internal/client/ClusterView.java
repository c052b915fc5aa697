// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.client;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.transhume.api.model.StoppedDomain;
import org.transhume.api.mx.DomainMXBean;
import org.transhume.api.mx.HostSample;
import org.transhume.api.mx.LossMXBean;
import org.transhume.api.mx.ManagerMXBean;
import org.transhume.api.mx.MigrationEvent;
import org.transhume.api.mx.MigrationMXBean;
import org.transhume.api.mx.PolicyMXBean;
import org.transhume.cli.internal.CommandFailure;

/** A cluster as a command sees it. Each call asks anew. */
public interface ClusterView {

  /** Every host with its domains. */
  List<HostSample> hosts();

  /** Hosts on whose data nobody decides, as {@code HOST: REASON}. */
  List<String> staleHosts();

  /** Domains that are stopped on purpose; an agent knows of none. */
  List<StoppedDomain> stopped();

  /** Migrations that are under way, and the last finished ones. */
  List<MigrationEvent> migrations();

  /** One migration in detail. */
  Optional<MigrationMXBean> migration(String id) throws IOException;

  /** The domain of that name, wherever it is. */
  Optional<DomainMXBean> domain(String name) throws IOException;

  /**
   * Asks for a migration.
   *
   * @return its id
   */
  String migrate(String domain, String target) throws CommandFailure, IOException;

  /** Names of the policies. */
  List<String> policyNames();

  /** The policy of that name. */
  Optional<PolicyMXBean> policy(String name) throws IOException;

  /** Hosts that are held to be dead. */
  List<LossMXBean> losses() throws IOException;

  /** The manager; empty where the connection is to an agent. */
  Optional<ManagerMXBean> manager();
}
