// SPDX-License-Identifier: Apache-2.0
package org.transhume.spi.power;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Powers hosts up and down. Of several services the one with the highest ranking is asked first,
 * and the others until one has taken the order. The manager sees by a host's agent what came of it.
 *
 * <p>Implementations are safe for use by several threads. They block for a bounded time that their
 * configuration states; an interrupt ends that early, with the thread's interrupt status kept. They
 * throw nothing but what a defect throws: whatever goes wrong is a result.
 */
@ConsumerType
public interface PowerSwitch {

  /** What this is, for people: for example {@code wake-on-LAN for 12 hosts}. */
  String description();

  /**
   * Lets a host come up. One that is on stays as it is, and the order counts as taken.
   *
   * @param host the host's name, as its agent and certificate have it
   */
  PowerResult switchOn(String host);

  /**
   * Lets a host go down, in order where the device can do that: its operating system shuts down.
   * The manager asks only for hosts with no domain. One that is off stays as it is, and the order
   * counts as taken.
   *
   * @param host the host's name, as its agent and certificate have it
   */
  PowerResult switchOff(String host);
}
