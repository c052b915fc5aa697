// SPDX-License-Identifier: Apache-2.0
package org.transhume.spi.probe;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * One kind of measurement. Its service carries the properties of {@link ProbeProperties}. The agent
 * calls it on a thread of its own, never twice at the same time for one host, and gives up waiting
 * after the probe's period: a probe that throws, hangs or returns nonsense becomes a failed reading
 * and disturbs nobody. Probes never start threads.
 */
@ConsumerType
@FunctionalInterface
public interface Probe {

  /**
   * Measures once.
   *
   * @param input the agent's newest look at the host; a probe may also read what it likes by itself
   * @return the values, or why there are none
   */
  ProbeResult measure(ProbeInput input);
}
