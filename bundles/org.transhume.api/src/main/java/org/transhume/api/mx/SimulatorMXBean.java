// SPDX-License-Identifier: Apache-2.0
package org.transhume.api.mx;

import java.util.List;

/** The controls of a simulated cluster: what demos, tests and campaigns turn. */
@RequiresRole(Role.VIEWER)
public interface SimulatorMXBean {

  /** The simulated hosts. */
  List<String> getHosts();

  /** The simulated domains, wherever they are. */
  List<String> getDomains();

  /** Every copy of every domain, also those that no agent shows: {@code NAME on HOST: STATE}. */
  List<String> getCopies();

  /**
   * What must never happen and did: copies that ran at the same time, or that went on from an image
   * that was not the newest. Empty while all is well.
   */
  List<String> getViolations();

  /** The seed from which everything random is drawn. */
  long getSeed();

  /**
   * Sets what a domain wants of the processors from now on.
   *
   * @param domain its name
   * @param processors 0 to its vcpus
   */
  @RequiresRole(Role.OPERATOR)
  void setDemand(String domain, double processors);

  /**
   * Sets how fast a domain dirties its memory.
   *
   * @param domain its name
   * @param bytesPerSecond 0 for a domain at rest
   */
  @RequiresRole(Role.OPERATOR)
  void setDirtyRate(String domain, double bytesPerSecond);

  /**
   * Makes one of the next migrations fail.
   *
   * @param host where the fault strikes
   * @param fault its name; see the simulator's documentation
   */
  @RequiresRole(Role.OPERATOR)
  void injectFault(String host, String fault);

  /**
   * Steps a host's clock, as somebody does who sets it by hand. Steps add up.
   *
   * @param host the host
   * @param millis how far ahead; back when negative
   */
  @RequiresRole(Role.OPERATOR)
  void stepClock(String host, long millis);

  /**
   * Fails a host's power: its domains are gone, and so is its agent.
   *
   * @param host the host
   */
  @RequiresRole(Role.OPERATOR)
  void powerOff(String host);

  /**
   * Brings a host back, with no domain on it.
   *
   * @param host the host
   */
  @RequiresRole(Role.OPERATOR)
  void powerOn(String host);
}
