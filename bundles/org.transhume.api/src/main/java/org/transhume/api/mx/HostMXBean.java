// SPDX-License-Identifier: Apache-2.0
package org.transhume.api.mx;

import java.util.List;
import org.transhume.api.model.HostState;

/** A host. All values but the state are those of the agent's newest look. */
@RequiresRole(Role.VIEWER)
public interface HostMXBean {

  /** The host's name. */
  String getHost();

  /** What the host is there for. */
  HostState getState();

  /** Sets what the host is there for; a host that is not ACTIVE accepts no migration. */
  @RequiresRoleToWrite({Role.OPERATOR, Role.MANAGER})
  void setState(HostState state);

  /** Version of the hypervisor; null before the first look. */
  String getHypervisorVersion();

  /** Processors of the machine; null before the first look. */
  Integer getPhysicalCpus();

  /**
   * Share of all processors in use, 0 to 1, the control domain's included; null before two looks.
   */
  Double getCpuLoad();

  /** The control domain's part of the load; null before two looks. */
  Double getControlDomainCpuLoad();

  /** Memory of the machine; null before the first look. */
  Long getTotalMemoryBytes();

  /** What could be given to a new domain; null before the first look. */
  Long getFreeMemoryBytes();

  /** How far this host's clock is ahead of its time source; null when unknown. */
  Double getClockOffsetMillis();

  /** Whether the clock is kept by a time service; null when unknown. */
  Boolean getClockSynchronised();

  /** The processor's features, as the hypervisor words them; null when unknown. */
  String getCpuFeatures();

  /** Mounted stores that other hosts may share, as {@code TYPE SOURCE on PATH}. */
  List<String> getSharedStores();

  /** Names of the domains on this host. */
  List<String> getDomainNames();

  /**
   * Domains that this host has had and that the cluster runs elsewhere now, as the leading manager
   * said last; this host refuses to create them.
   */
  List<DomainElsewhere> getDomainsElsewhere();

  /**
   * Creates a domain and keeps its configuration. Blocks until the hypervisor's tools are done.
   * Refused for a domain that is being moved or that the cluster runs elsewhere, by its uuid, or by
   * its name where the configuration gives no uuid; and for every domain while a leading manager
   * attends to this host: then {@link ManagerMXBean#create} does it, which lets it run once in the
   * whole cluster.
   *
   * @param configuration in the hypervisor's own language (xl.cfg), not a path
   * @return the new domain's name
   */
  @RequiresRole({Role.OPERATOR, Role.MANAGER})
  String create(String configuration);
}
