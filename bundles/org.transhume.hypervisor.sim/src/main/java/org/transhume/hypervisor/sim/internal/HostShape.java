// SPDX-License-Identifier: Apache-2.0
package org.transhume.hypervisor.sim.internal;

import java.time.Duration;

/**
 * A simulated host as it is built.
 *
 * @param name its name
 * @param processors its physical processors
 * @param memoryBytes its memory
 * @param controlDomainBytes dom0's part of the memory
 * @param linkBytesPerSecond its migration link, in each direction
 * @param clockOffset how far its clock is ahead when the simulation begins
 * @param clockDriftPartsPerMillion how much faster than true its clock goes
 */
public record HostShape(
    String name,
    int processors,
    long memoryBytes,
    long controlDomainBytes,
    double linkBytesPerSecond,
    Duration clockOffset,
    double clockDriftPartsPerMillion) {

  /** Requires a host that can hold something and send it. */
  public HostShape {
    if (processors < 1
        || controlDomainBytes < 0
        || memoryBytes <= controlDomainBytes
        || !(linkBytesPerSecond > 0)) {
      throw new IllegalArgumentException(
          "host "
              + name
              + " needs a processor, more memory than dom0 takes, and a link: "
              + processors
              + " processors, "
              + memoryBytes
              + " bytes, dom0 "
              + controlDomainBytes
              + " bytes, "
              + linkBytesPerSecond
              + " bytes/s");
    }
  }

  /** A host whose clock is right. */
  public static HostShape of(
      String name, int processors, long memoryBytes, long controlDomainBytes, double link) {
    return new HostShape(name, processors, memoryBytes, controlDomainBytes, link, Duration.ZERO, 0);
  }
}
