// SPDX-License-Identifier: Apache-2.0
package org.transhume.spi.fence;

/** A fence with a machine behind it, for one test. */
public interface FenceBench extends AutoCloseable {

  /** What is tested; it knows {@link #host} and nothing else. */
  Fence fence();

  /** The host that it switches off. */
  String host();

  /** Whether that host has its power; it has at first. */
  boolean isOn();

  /** From now on the host keeps its power, whoever wants to switch it off. */
  void resist();

  /** From now on nothing behind the fence answers any more. */
  void hang();

  @Override
  default void close() {}
}
