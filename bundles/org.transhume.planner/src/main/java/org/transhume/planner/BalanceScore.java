// SPDX-License-Identifier: Apache-2.0
package org.transhume.planner;

/**
 * How uneven a cluster is: Ganeti's score for clusters on shared disks, over all hosts that are not
 * off. 0 is even.
 *
 * @param freeMemory standard deviation of the share of memory that is free
 * @param vcpus standard deviation of virtual processors for each physical one
 * @param domains standard deviation of the number of domains
 */
public record BalanceScore(double freeMemory, double vcpus, double domains) {

  /** What a difference in the number of domains counts beside the others. */
  public static final int DOMAINS_WEIGHT = 4;

  /** The one number. */
  public double score() {
    return freeMemory + vcpus + DOMAINS_WEIGHT * domains;
  }

  /** Of a cluster as it stands. */
  public static BalanceScore of(Cluster cluster) {
    int count = cluster.hosts().size();
    double[] memory = new double[count];
    double[] processors = new double[count];
    double[] guests = new double[count];
    for (int i = 0; i < cluster.domains().size(); i++) {
      Domain domain = cluster.domains().get(i);
      int host = cluster.hostOf(i);
      memory[host] += domain.memoryMib();
      processors[host] += domain.vcpus();
      guests[host]++;
    }
    int used = 0;
    for (int i = 0; i < count; i++) {
      Host host = cluster.hosts().get(i);
      if (host.state() != HostState.OFF) {
        memory[used] = (host.memoryMib() - host.reserveMib() - memory[i]) / host.memoryMib();
        processors[used] = processors[i] / host.cores();
        guests[used] = guests[i];
        used++;
      }
    }
    return new BalanceScore(
        deviation(memory, used), deviation(processors, used), deviation(guests, used));
  }

  private static double deviation(double[] values, int count) {
    double mean = 0;
    for (int i = 0; i < count; i++) {
      mean += values[i] / count;
    }
    double squares = 0;
    for (int i = 0; i < count; i++) {
      squares += (values[i] - mean) * (values[i] - mean);
    }
    return count == 0 ? 0 : Math.sqrt(squares / count);
  }
}
