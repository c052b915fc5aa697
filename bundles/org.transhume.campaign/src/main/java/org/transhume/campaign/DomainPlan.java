// SPDX-License-Identifier: Apache-2.0
package org.transhume.campaign;

import java.util.Objects;

/**
 * A domain as a test wants it.
 *
 * @param name its name
 * @param memoryMebibytes its memory
 * @param dirtyBytesPerSecond how fast its guest writes to memory, where that can be chosen
 */
public record DomainPlan(String name, int memoryMebibytes, long dirtyBytesPerSecond) {

  /** Requires a name and some memory. */
  public DomainPlan {
    Objects.requireNonNull(name, "name");
    if (memoryMebibytes < 1 || dirtyBytesPerSecond < 0) {
      throw new IllegalArgumentException(
          name + " cannot have " + memoryMebibytes + " MiB, written to at " + dirtyBytesPerSecond);
    }
  }
}
