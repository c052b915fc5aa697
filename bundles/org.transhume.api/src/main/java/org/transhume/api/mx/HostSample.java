// SPDX-License-Identifier: Apache-2.0
package org.transhume.api.mx;

import java.util.List;
import org.transhume.api.model.HostState;
import org.transhume.api.model.ThresholdState;

/**
 * One host and all its domains at one moment: what an agent emits each period, and what a manager
 * reads to resynchronise.
 *
 * @param emitterStartedAtEpochMillis when the agent instance started
 * @param host the host's name
 * @param state what the host is there for
 * @param atEpochMillis time of the look, by the host's clock
 * @param hypervisorVersion for example {@code Xen 4.17.7}
 * @param physicalCpus processors of the machine
 * @param cpuLoad share of all processors in use, 0 to 1, the control domain's included; null before
 *     two looks
 * @param controlDomainCpuLoad the control domain's part of it; null before two looks
 * @param totalMemoryBytes memory of the machine
 * @param freeMemoryBytes what could be given to a new domain
 * @param thresholds how each probe stands
 * @param domains every domain under its own name
 */
public record HostSample(
    long emitterStartedAtEpochMillis,
    String host,
    HostState state,
    long atEpochMillis,
    String hypervisorVersion,
    int physicalCpus,
    Double cpuLoad,
    Double controlDomainCpuLoad,
    long totalMemoryBytes,
    long freeMemoryBytes,
    List<ThresholdState> thresholds,
    List<DomainSample> domains) {

  /** Copies the lists. */
  public HostSample {
    thresholds = List.copyOf(thresholds);
    domains = List.copyOf(domains);
  }
}
