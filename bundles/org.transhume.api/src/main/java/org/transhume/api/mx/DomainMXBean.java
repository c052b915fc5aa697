// SPDX-License-Identifier: Apache-2.0
package org.transhume.api.mx;

import java.util.List;
import org.transhume.api.model.DomainState;
import org.transhume.api.model.DomainType;

/**
 * A domain: on an agent, the domain while it is on that host; on the manager, the domain wherever
 * it is. Operations act on the domain at once and block until the hypervisor's tools are done, but
 * for {@link #migrate}, which returns an id.
 */
@RequiresRole(Role.VIEWER)
public interface DomainMXBean {

  /** The domain's name. */
  String getName();

  /** The host it is on. */
  String getHost();

  /** Its uuid, the same on every host. */
  String getUuid();

  /** Its number on its host. */
  int getDomainId();

  /** What it does. */
  DomainState getState();

  /** How it is virtualised; null when unknown. */
  DomainType getType();

  /** Memory it holds. */
  long getMemoryBytes();

  /** Virtual processors. */
  int getVcpus();

  /** Share under contention. */
  int getWeight();

  /** Most it may use, in per cent of one processor; 0 for no cap. */
  int getCap();

  /** Processors in use, 0 to the number of vcpus; null before two looks. */
  Double getCpuLoad();

  /** Traffic in both directions; null when unknown. */
  Double getNetworkBytesPerSecond();

  /** Labels that rules refer to. */
  List<String> getTags();

  /** Whether no standing reason forbids a live migration. */
  boolean isMovable();

  /** The first of those reasons; null when movable. */
  String getNotMovableReason();

  /**
   * Asks for a live migration. On an agent the request goes to the leading manager.
   *
   * @param targetHost name of the host where it should run
   * @return the migration's id, whose MBean tells what becomes of it
   */
  @RequiresRole(Role.OPERATOR)
  String migrate(String targetHost);

  /** Stops the domain's processors. */
  @RequiresRole({Role.OPERATOR, Role.MANAGER})
  void pause();

  /** Lets a paused domain go on. */
  @RequiresRole({Role.OPERATOR, Role.MANAGER})
  void unpause();

  /** Asks the guest to power off. */
  @RequiresRole({Role.OPERATOR, Role.MANAGER})
  void shutdown();

  /** Asks the guest to reboot. */
  @RequiresRole({Role.OPERATOR, Role.MANAGER})
  void reboot();

  /** Ends the domain at once, without asking the guest. */
  @RequiresRole({Role.OPERATOR, Role.MANAGER})
  void destroy();
}
