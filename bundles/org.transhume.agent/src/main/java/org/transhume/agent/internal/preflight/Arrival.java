// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal.preflight;

import java.util.Map;
import org.transhume.api.mx.MigrationOrder;

/**
 * What an order tells of the domain that is to arrive. What its copy needs is Xen's formula for
 * guests with hardware page tables: the memory it may grow to, page tables of 4 KiB for each MiB of
 * it and 1 MiB for each vcpu, and 2 MiB, rounded up to 2 MiB.
 *
 * @param maximumMemoryBytes the larger of what it holds and what it may grow to; 0 when not told
 * @param vcpus its virtual processors; at least 1
 */
record Arrival(long maximumMemoryBytes, int vcpus) {

  private static final long MEBI = 1L << 20;
  private static final long PAGES_PER_VCPU = 256;
  private static final long SHADOW_PAGE_BYTES = 4 << 10;
  private static final long STEP_BYTES = 2 * MEBI;

  static Arrival of(MigrationOrder order) {
    Map<String, String> facts = order.attachments();
    long memory =
        Math.max(
            number(facts.get(MigrationOrder.DOMAIN_MEMORY_BYTES)),
            number(facts.get(MigrationOrder.DOMAIN_MAXIMUM_MEMORY_BYTES)));
    return new Arrival(memory, (int) Math.max(1, number(facts.get(MigrationOrder.DOMAIN_VCPUS))));
  }

  /** Memory that the target must have for it; 0 when the order does not tell. */
  long neededBytes() {
    if (maximumMemoryBytes == 0) {
      return 0;
    }
    long mebibytes = (maximumMemoryBytes + MEBI - 1) / MEBI;
    long bytes =
        maximumMemoryBytes + SHADOW_PAGE_BYTES * (PAGES_PER_VCPU * vcpus + mebibytes) + STEP_BYTES;
    return (bytes + STEP_BYTES - 1) / STEP_BYTES * STEP_BYTES;
  }

  private static long number(String text) {
    try {
      return text == null ? 0 : Math.max(0, Long.parseLong(text));
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
