// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal.journal;

import java.util.Map;
import org.transhume.api.model.HostState;
import org.transhume.manager.internal.journal.JournalEntry.Fields;

/** What the manager must not forget of hosts that it has powered down. */
public sealed interface PowerEntry extends JournalEntry {

  /**
   * A host is to be off; written before the order is given.
   *
   * @param host its name
   * @param by who wanted it
   * @param why in words for people
   * @param state what it was there for, and will be again
   * @param physicalCpus how many processors it has
   * @param totalMemoryBytes its memory
   * @param processorMegahertz speed of its processors; 0 when unknown
   * @param atEpochMillis when
   */
  record HostPoweredDown(
      String host,
      String by,
      String why,
      HostState state,
      long physicalCpus,
      long totalMemoryBytes,
      double processorMegahertz,
      long atEpochMillis)
      implements PowerEntry {
    @Override
    public Map<String, Object> toValues() {
      return Map.of(
          "kind",
          "poweredDown",
          "host",
          host,
          "by",
          by,
          "why",
          why,
          "state",
          state.name(),
          "cpus",
          physicalCpus,
          "memoryBytes",
          totalMemoryBytes,
          "megahertz",
          processorMegahertz,
          "at",
          atEpochMillis);
    }
  }

  /**
   * The host is on again, or was not powered down after all.
   *
   * @param host its name
   */
  record HostPoweredUp(String host) implements PowerEntry {
    @Override
    public Map<String, Object> toValues() {
      return Map.of("kind", "poweredUp", "host", host);
    }
  }

  /** The entry behind those values. */
  static PowerEntry fromFields(Fields fields) {
    return fields.text("kind").equals("poweredUp")
        ? new HostPoweredUp(fields.text("host"))
        : new HostPoweredDown(
            fields.text("host"),
            fields.text("by"),
            fields.text("why"),
            HostState.valueOf(fields.text("state")),
            fields.number("cpus"),
            fields.number("memoryBytes"),
            fields.real("megahertz"),
            fields.number("at"));
  }
}
