// SPDX-License-Identifier: Apache-2.0
package org.transhume.spi.power;

/** A power switch with a machine behind it, for one test. */
public interface PowerSwitchBench extends AutoCloseable {

  /** What is tested; it knows {@link #host} and nothing else. */
  PowerSwitch power();

  /** The host that it switches. */
  String host();

  /** Whether that host has its power; it has at first. */
  boolean isOn();

  /** Takes the host's power away, behind the switch's back. */
  void cut();

  /** From now on nothing behind the switch answers any more. */
  void breakDown();

  /** Whether it can switch off; one that cannot says so. */
  default boolean switchesOff() {
    return true;
  }

  @Override
  default void close() {}
}
