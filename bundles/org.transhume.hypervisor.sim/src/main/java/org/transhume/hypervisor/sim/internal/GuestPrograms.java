// SPDX-License-Identifier: Apache-2.0
package org.transhume.hypervisor.sim.internal;

import org.transhume.spi.hypervisor.HypervisorException;

/**
 * The real processes behind process-backed domains, by the domain's uuid. Asking something of a
 * domain that has no process does nothing.
 */
interface GuestPrograms {

  /** Starts the program that stands for a domain. */
  void start(String uuid, String name, String command) throws HypervisorException;

  /** Whether the domain has a process here. */
  boolean has(String uuid);

  /** Stops it where it stands. */
  void stop(String uuid);

  /** Lets it go on. */
  void go(String uuid);

  /** Ends it. */
  void end(String uuid);
}
