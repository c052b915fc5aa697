// SPDX-License-Identifier: Apache-2.0
package org.transhume.hypervisor.sim.internal;

import java.time.Duration;

/**
 * What the tools and the control domain spend.
 *
 * @param createNanos building a domain
 * @param suspendNanos from the request until the guest stands still
 * @param restoreNanos from the last page until the copy is complete
 * @param renameNanos renaming a domain
 * @param unpauseNanos letting a domain run
 * @param destroyNanos removing a domain
 * @param guestEndsNanos how long a guest takes to power off or to begin its reboot
 * @param toolsReactNanos how long a guest that ended stays visible before the tools react
 * @param suspendTimeoutNanos how long the sender waits for a guest to suspend; xl waits 60 s
 * @param controlDomainProcessors what dom0 uses at rest
 * @param migrationProcessors what dom0 uses more for each direction in which its link is full
 */
public record Costs(
    long createNanos,
    long suspendNanos,
    long restoreNanos,
    long renameNanos,
    long unpauseNanos,
    long destroyNanos,
    long guestEndsNanos,
    long toolsReactNanos,
    long suspendTimeoutNanos,
    double controlDomainProcessors,
    double migrationProcessors) {

  /** What a machine of today spends, roughly. */
  public static Costs ordinary() {
    return new Costs(
        millis(150),
        millis(30),
        millis(150),
        millis(20),
        millis(30),
        millis(40),
        millis(1500),
        millis(200),
        Duration.ofSeconds(60).toNanos(),
        0.04,
        0.35);
  }

  private static long millis(long millis) {
    return Duration.ofMillis(millis).toNanos();
  }
}
