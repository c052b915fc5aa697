// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal.journal;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.transhume.api.model.Explanation;
import org.transhume.api.model.MigrationPhase;
import org.transhume.manager.internal.journal.LossEntry.DomainKnown;

/** What the manager must not forget of domains that are stopped on purpose. */
public sealed interface StopEntry extends JournalEntry {

  /**
   * A domain is to be stopped: its host may know of it from here on.
   *
   * @param id the stop's id
   * @param uuid the domain
   * @param domain its name
   * @param host where it runs
   * @param memoryBytes memory that it holds
   * @param vcpus its virtual processors
   * @param domainId the copy's, which tells it from one that is started later
   * @param by who wants it
   * @param force whether its guest is not asked
   * @param atEpochMillis when
   */
  record StopBegun(
      String id,
      String uuid,
      String domain,
      String host,
      long memoryBytes,
      long vcpus,
      long domainId,
      String by,
      boolean force,
      long atEpochMillis)
      implements StopEntry {

    /** The domain as it was when it ran. */
    public DomainKnown known() {
      return new DomainKnown(uuid, domain, host, memoryBytes, true);
    }

    @Override
    public Map<String, Object> toValues() {
      Map<String, Object> values = new TreeMap<>();
      values.put("kind", "stop");
      values.put("id", id);
      values.put("uuid", uuid);
      values.put("domain", domain);
      values.put("host", host);
      values.put("memoryBytes", memoryBytes);
      values.put("vcpus", vcpus);
      values.put("domainId", domainId);
      values.put("by", by);
      values.put("force", force);
      values.put("at", atEpochMillis);
      return values;
    }
  }

  /**
   * A stop ended.
   *
   * @param id the stop's id
   * @param phase DONE when the domain is stopped on purpose, REFUSED or CANCELLED
   * @param reasons why so
   * @param goneAtEpochMillis since when its host shows it no more, by that host's clock; 0 when the
   *     host is off
   * @param atEpochMillis when that was known
   */
  record StopClosed(
      String id,
      MigrationPhase phase,
      List<Explanation> reasons,
      long goneAtEpochMillis,
      long atEpochMillis)
      implements StopEntry {

    /** Copies the list. */
    public StopClosed {
      reasons = List.copyOf(reasons);
    }

    @Override
    public Map<String, Object> toValues() {
      return Map.of(
          "kind",
          "stopEnded",
          "id",
          id,
          "phase",
          phase.name(),
          "reasons",
          reasons.stream().<Object>map(JournalEntry::valuesOf).toList(),
          "goneAt",
          goneAtEpochMillis,
          "at",
          atEpochMillis);
    }
  }

  /**
   * A domain is stopped on purpose, until it is seen again.
   *
   * @param begun the stop
   * @param goneAtEpochMillis as in {@link StopClosed}
   * @param atEpochMillis since when
   */
  record DomainStopped(StopBegun begun, long goneAtEpochMillis, long atEpochMillis)
      implements StopEntry {
    @Override
    public Map<String, Object> toValues() {
      Map<String, Object> values = new TreeMap<>(begun.toValues());
      values.put("kind", "stopped");
      values.put("goneAt", goneAtEpochMillis);
      values.put("stoppedAt", atEpochMillis);
      return values;
    }
  }

  /**
   * The entry behind values.
   *
   * @throws IllegalArgumentException when they are those of no entry that this version knows
   */
  static StopEntry fromFields(Fields fields) {
    return switch (fields.text("kind")) {
      case "stop" -> begun(fields);
      case "stopEnded" ->
          new StopClosed(
              fields.text("id"),
              MigrationPhase.valueOf(fields.text("phase")),
              fields.explanations("reasons"),
              fields.number("goneAt"),
              fields.number("at"));
      case "stopped" ->
          new DomainStopped(begun(fields), fields.number("goneAt"), fields.number("stoppedAt"));
      default ->
          throw new IllegalArgumentException("unknown kind of entry: " + fields.text("kind"));
    };
  }

  private static StopBegun begun(Fields fields) {
    return new StopBegun(
        fields.text("id"),
        fields.text("uuid"),
        fields.text("domain"),
        fields.text("host"),
        fields.number("memoryBytes"),
        fields.number("vcpus"),
        fields.number("domainId"),
        fields.text("by"),
        fields.flag("force"),
        fields.number("at"));
  }
}
