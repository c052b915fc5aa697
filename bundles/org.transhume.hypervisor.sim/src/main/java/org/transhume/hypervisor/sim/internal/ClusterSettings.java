// SPDX-License-Identifier: Apache-2.0
package org.transhume.hypervisor.sim.internal;

import java.util.List;

/**
 * A simulated cluster as it is built.
 *
 * @param seed everything random is drawn from it
 * @param hosts its hosts
 * @param costs what the tools spend
 * @param demandNoise how much demands flicker: 0 for not at all, 0.1 for a tenth up and down
 * @param memoryBytesPerStreamByte how thin the streams of migrations are
 */
public record ClusterSettings(
    long seed,
    List<HostShape> hosts,
    Costs costs,
    double demandNoise,
    long memoryBytesPerStreamByte) {

  /** The thinnest stream: a byte for so much memory. */
  static final long THINNEST = 1L << 20;

  /** Memory that a pipe between the tools and whoever carries the stream stands for. */
  private static final long PIPE_MEMORY_BYTES = 4L << 20;

  private static final int LEAST_PIPE_BYTES = 1024;

  /** Requires a host at least, all of different names. */
  public ClusterSettings {
    hosts = List.copyOf(hosts);
    if (hosts.isEmpty() || hosts.stream().map(HostShape::name).distinct().count() < hosts.size()) {
      throw new IllegalArgumentException("hosts need different names, and one host at least");
    }
    if (memoryBytesPerStreamByte < 1 || memoryBytesPerStreamByte > THINNEST) {
      throw new IllegalArgumentException(
          "a stream byte stands for 1 byte to 1 MiB of memory, not for "
              + memoryBytesPerStreamByte
              + " bytes");
    }
  }

  /** Size of the pipes of transfers: thin like the stream, so that a stalled stream is felt. */
  int pipeBytes() {
    return (int) Math.max(LEAST_PIPE_BYTES, PIPE_MEMORY_BYTES / memoryBytesPerStreamByte);
  }
}
