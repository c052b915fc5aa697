// SPDX-License-Identifier: Apache-2.0
package org.transhume.spi.hypervisor;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * A host and everything on it, as one look found them. Processor use is given as accounted time, so
 * that whoever holds two looks can compute a rate over exactly the time between them.
 *
 * @param host the host's name
 * @param takenAt the wall clock of the look
 * @param monotonicNanos a clock that never jumps, to compute rates with; only differences count
 * @param hypervisorVersion for example {@code Xen 4.17.7}
 * @param physicalCpus processors of the machine
 * @param totalMemoryBytes memory of the machine
 * @param freeMemoryBytes what could be given to a new domain, claims subtracted
 * @param controlDomainCpuTime processor time accounted to dom0
 * @param cpuFeatures the processor's features as the hypervisor words them, if known, else empty
 * @param domains every copy of every domain but dom0
 */
public record HostObservation(
    String host,
    Instant takenAt,
    long monotonicNanos,
    String hypervisorVersion,
    int physicalCpus,
    long totalMemoryBytes,
    long freeMemoryBytes,
    Duration controlDomainCpuTime,
    String cpuFeatures,
    List<DomainObservation> domains) {

  /** Copies the list. */
  public HostObservation {
    Objects.requireNonNull(host, "host");
    Objects.requireNonNull(takenAt, "takenAt");
    Objects.requireNonNull(hypervisorVersion, "hypervisorVersion");
    Objects.requireNonNull(controlDomainCpuTime, "controlDomainCpuTime");
    Objects.requireNonNull(cpuFeatures, "cpuFeatures");
    domains = List.copyOf(domains);
  }
}
