// SPDX-License-Identifier: Apache-2.0
package org.transhume.hypervisor.sim.internal;

import java.util.List;
import java.util.Optional;
import org.transhume.api.model.DomainType;
import org.transhume.spi.hypervisor.DeviceObservation;

/**
 * A domain as its configuration describes it.
 *
 * @param text the configuration as it was given
 * @param name its name
 * @param uuid its uuid, if it says one
 * @param machine what the hypervisor gives it
 * @param guest what runs inside
 * @param paused whether it waits for somebody to unpause it
 */
record DomainConfiguration(
    String text, String name, Optional<String> uuid, Machine machine, Guest guest, boolean paused) {

  /**
   * What the hypervisor gives a domain.
   *
   * @param type how it is virtualised
   * @param memoryBytes its memory
   * @param maximumMemoryBytes what it may grow to
   * @param vcpus its virtual processors
   * @param weight its share under contention
   * @param capPercent most it may use, in per cent of one processor; 0 for no cap
   * @param movable whether its configuration allows migration
   * @param devices its disks and interfaces
   * @param endings what the tools do when the guest ends
   */
  record Machine(
      DomainType type,
      long memoryBytes,
      long maximumMemoryBytes,
      int vcpus,
      int weight,
      int capPercent,
      boolean movable,
      List<DeviceObservation> devices,
      Endings endings) {

    Machine {
      devices = List.copyOf(devices);
    }

    /** Most processors that it can use at any moment. */
    double ceiling() {
      return capPercent == 0 ? vcpus : Math.min(vcpus, capPercent / 100.0);
    }

    /**
     * Memory that the host needs for it, what Xen keeps beside the guest's own included: the need
     * that xl computes for guests with hardware page tables.
     */
    static long footprint(long memoryBytes, long maximumMemoryBytes, int vcpus) {
      long mebibyte = 1L << 20;
      long beside = 4096 * (256L * vcpus + maximumMemoryBytes / mebibyte) + 2 * mebibyte;
      long exact = memoryBytes + beside;
      return (exact + 2 * mebibyte - 1) / (2 * mebibyte) * (2 * mebibyte);
    }
  }

  /**
   * What runs inside.
   *
   * @param demand what it wants of the processors
   * @param dirtyBytesPerSecond how fast it writes to its memory
   * @param workingSetBytes how much of its memory it writes to
   * @param networkBytesPerSecond traffic while it runs
   * @param suspends whether it answers when it is asked to suspend
   * @param events what it does by itself
   * @param command the program that stands for it, if it is backed by a real process
   */
  record Guest(
      Demand demand,
      double dirtyBytesPerSecond,
      long workingSetBytes,
      double networkBytesPerSecond,
      boolean suspends,
      List<GuestEvent> events,
      Optional<String> command) {

    Guest {
      events = List.copyOf(events);
    }
  }

  /** What the tools do with a domain when its guest ends. */
  record Endings(Ending onPowerOff, Ending onReboot, Ending onCrash) {}

  /** The simulated ones of xl's actions. */
  enum Ending {
    /** It is removed. */
    DESTROY,
    /** It is created anew from its configuration. */
    RESTART,
    /** It stays as it ended, for somebody to look at. */
    PRESERVE
  }
}
