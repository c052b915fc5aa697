// SPDX-License-Identifier: Apache-2.0
package org.transhume.planner;

import java.util.Map;
import java.util.Objects;

/**
 * A machine that runs domains.
 *
 * @param name its name, unique in a cluster
 * @param cores physical processors
 * @param memoryMib memory of the machine
 * @param reserveMib memory that domains never get: the control domain's and the hypervisor's
 * @param networkMibPerSecond what its migration network carries, 0 when unknown
 * @param locations where it stands, by kind of place: {@code rack} to {@code r7}
 * @param power what it consumes
 * @param state what it may be used for
 */
public record Host(
    String name,
    int cores,
    int memoryMib,
    int reserveMib,
    int networkMibPerSecond,
    Map<String, String> locations,
    PowerCurve power,
    HostState state) {

  /** Checks the values and copies the locations. */
  public Host {
    Checks.name(name);
    Checks.atLeast(1, cores, "cores of " + name);
    Checks.atLeast(1, memoryMib, "memoryMib of " + name);
    Checks.atLeast(0, reserveMib, "reserveMib of " + name);
    Checks.atLeast(0, networkMibPerSecond, "networkMibPerSecond of " + name);
    locations = Map.copyOf(locations);
    Objects.requireNonNull(power, "power");
    Objects.requireNonNull(state, "state");
  }

  /** An online host of which no more is known. */
  public static Host of(String name, int cores, int memoryMib) {
    return new Host(name, cores, memoryMib, 0, 0, Map.of(), PowerCurve.UNKNOWN, HostState.ONLINE);
  }

  /** The same host with another reserve. */
  public Host withReserveMib(int mib) {
    return new Host(name, cores, memoryMib, mib, networkMibPerSecond, locations, power, state);
  }

  /** The same host in other places. */
  public Host withLocations(Map<String, String> places) {
    return new Host(name, cores, memoryMib, reserveMib, networkMibPerSecond, places, power, state);
  }

  /** The same host with another power curve. */
  public Host withPower(PowerCurve curve) {
    return new Host(
        name, cores, memoryMib, reserveMib, networkMibPerSecond, locations, curve, state);
  }

  /** The same host in another state. */
  public Host withState(HostState other) {
    return new Host(
        name, cores, memoryMib, reserveMib, networkMibPerSecond, locations, power, other);
  }

  /** All processors, in per cent of one. */
  public int cpuPercent() {
    return cores * 100;
  }
}
