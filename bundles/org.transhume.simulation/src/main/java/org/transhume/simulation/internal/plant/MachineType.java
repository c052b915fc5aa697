// SPDX-License-Identifier: Apache-2.0
package org.transhume.simulation.internal.plant;

/**
 * The four sizes of virtual machines in the published experiments; each has one processor.
 *
 * @param mips what it may use at most
 * @param memoryMebibytes its memory
 */
public record MachineType(double mips, int memoryMebibytes) {

  private static final MachineType[] SIZES = {
    new MachineType(2500, 870),
    new MachineType(2000, 1740),
    new MachineType(1000, 1740),
    new MachineType(500, 613)
  };

  /** The size of one of so many machines: four equal blocks by index. */
  public static MachineType of(int index, int machines) {
    int block = (machines + SIZES.length - 1) / SIZES.length;
    return SIZES[index / block];
  }
}
