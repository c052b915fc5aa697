// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal.journal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.transhume.api.model.Epoch;
import org.transhume.api.model.Explanation;
import org.transhume.api.model.MigrationPhase;
import org.transhume.api.model.Mode;
import org.transhume.api.mx.MigrationOrder;
import org.transhume.spi.policy.PolicyState;

/** One thing that the manager must not forget. */
public sealed interface JournalEntry
    permits JournalEntry.Started,
        JournalEntry.EpochAdvanced,
        JournalEntry.CapSet,
        JournalEntry.MigrationQueued,
        JournalEntry.ManagerMode,
        JournalEntry.PolicyMode,
        JournalEntry.PolicyParameterSet,
        JournalEntry.PolicyStateKept,
        JournalEntry.PolicyTrialsSet,
        JournalEntry.PolicyWindowsSet,
        JournalEntry.PolicyPrioritySet,
        JournalEntry.PoliciesSuspended,
        JournalEntry.MigrationBegun,
        JournalEntry.MigrationHandedOver,
        JournalEntry.MigrationClosed,
        JournalEntry.RepairDone,
        RulesChanged,
        PowerEntry,
        StopEntry,
        LossEntry {

  /** The entry as JDK values; {@code kind} tells which it is. */
  Map<String, Object> toValues();

  /**
   * The entry as a record's words.
   *
   * @throws IllegalArgumentException when it holds a value that no journal can hold
   */
  default List<String> toWords() {
    return Values.toWords(toValues());
  }

  /**
   * The entry behind a record's words.
   *
   * @throws IllegalArgumentException when they are those of no entry that this version knows
   */
  static JournalEntry fromWords(List<String> words) {
    return fromValues(Values.fromWords(words));
  }

  /**
   * The manager started once more.
   *
   * @param starts how often it has started by now
   */
  record Started(long starts) implements JournalEntry {
    @Override
    public Map<String, Object> toValues() {
      return Map.of("kind", "started", "starts", starts);
    }
  }

  /**
   * An operator let the manager lead above all epochs that agents know.
   *
   * @param generation of its epochs from now on
   */
  record EpochAdvanced(long generation) implements JournalEntry {
    @Override
    public Map<String, Object> toValues() {
      return Map.of("kind", "epoch", "generation", generation);
    }
  }

  /**
   * An operator set the manager's mode.
   *
   * @param mode the new one
   */
  record ManagerMode(Mode mode) implements JournalEntry {
    @Override
    public Map<String, Object> toValues() {
      return Map.of("kind", "mode", "mode", mode.name());
    }
  }

  /**
   * An operator set a cap on migrations.
   *
   * @param cap the property of the configuration that it stands in for
   * @param value the new one
   * @param configured what that property said then
   */
  record CapSet(String cap, long value, long configured) implements JournalEntry {
    @Override
    public Map<String, Object> toValues() {
      return Map.of("kind", "cap", "cap", cap, "value", value, "configured", configured);
    }
  }

  /**
   * A policy's mode was set.
   *
   * @param policy its name
   * @param mode the new one
   */
  record PolicyMode(String policy, Mode mode) implements JournalEntry {
    @Override
    public Map<String, Object> toValues() {
      return Map.of("kind", "policyMode", "policy", policy, "mode", mode.name());
    }
  }

  /**
   * A policy's parameter was set.
   *
   * @param policy its name
   * @param parameter the parameter's name
   * @param value the new value
   */
  record PolicyParameterSet(String policy, String parameter, double value) implements JournalEntry {
    @Override
    public Map<String, Object> toValues() {
      return Map.of("kind", "parameter", "policy", policy, "parameter", parameter, "value", value);
    }
  }

  /**
   * A policy returned another state.
   *
   * @param policy its name
   * @param state what it wants to be given next
   */
  record PolicyStateKept(String policy, PolicyState state) implements JournalEntry {
    @Override
    public Map<String, Object> toValues() {
      return Map.of(
          "kind",
          "state",
          "policy",
          policy,
          "schema",
          (long) state.schema(),
          "values",
          state.values());
    }
  }

  /**
   * How versions of a policy come to serve, and which of them were tried.
   *
   * @param policy its name
   * @param canaryRounds rounds in which a new version must agree first; 0 for none, -1 until
   *     somebody promotes it
   * @param moveBound most migrations that a version may begin within the window; 0 for no bound
   * @param moveWindowMillis that window
   * @param promoted the highest version that was promoted; empty when none was
   * @param barred versions that may not serve, each with the reason
   */
  record PolicyTrialsSet(
      String policy,
      long canaryRounds,
      long moveBound,
      long moveWindowMillis,
      String promoted,
      Map<String, String> barred)
      implements JournalEntry {

    /** Copies the map. */
    public PolicyTrialsSet {
      barred = Map.copyOf(barred);
    }

    @Override
    public Map<String, Object> toValues() {
      return Map.of(
          "kind",
          "trials",
          "policy",
          policy,
          "canaryRounds",
          canaryRounds,
          "moveBound",
          moveBound,
          "moveWindow",
          moveWindowMillis,
          "promoted",
          promoted,
          "barred",
          barred);
    }
  }

  /**
   * When a policy may move anything was set.
   *
   * @param policy its name
   * @param windows as they were written; none for always
   */
  record PolicyWindowsSet(String policy, List<String> windows) implements JournalEntry {

    /** Copies the list. */
    public PolicyWindowsSet {
      windows = List.copyOf(windows);
    }

    @Override
    public Map<String, Object> toValues() {
      return Map.of("kind", "windows", "policy", policy, "windows", windows);
    }
  }

  /**
   * A policy's priority was set.
   *
   * @param policy its name
   * @param priority the new one
   */
  record PolicyPrioritySet(String policy, long priority) implements JournalEntry {
    @Override
    public Map<String, Object> toValues() {
      return Map.of("kind", "priority", "policy", policy, "priority", priority);
    }
  }

  /**
   * An operator let policies move nothing for a while, or again.
   *
   * @param untilEpochMillis until when; 0 for not at all
   * @param why in the operator's words
   */
  record PoliciesSuspended(long untilEpochMillis, String why) implements JournalEntry {
    @Override
    public Map<String, Object> toValues() {
      return Map.of("kind", "suspended", "until", untilEpochMillis, "why", why);
    }
  }

  /**
   * A migration is wanted and waits; no agent keeps anything of it.
   *
   * @param order its order
   * @param requestedBy who wanted it
   * @param reason why
   * @param priority whose turn comes first
   * @param wantedByAgent whether it was asked for on an agent, where it is known then
   * @param requestedAtEpochMillis when
   */
  record MigrationQueued(
      MigrationOrder order,
      String requestedBy,
      Explanation reason,
      String priority,
      boolean wantedByAgent,
      long requestedAtEpochMillis)
      implements JournalEntry {
    @Override
    public Map<String, Object> toValues() {
      Map<String, Object> values =
          new MigrationBegun(order, requestedBy, reason, requestedAtEpochMillis).toValues();
      values.put("kind", "queued");
      values.put("priority", priority);
      values.put("wantedByAgent", wantedByAgent);
      return values;
    }
  }

  /**
   * A migration begins: agents may know of it from here on.
   *
   * @param order its order
   * @param requestedBy who wanted it
   * @param reason why
   * @param requestedAtEpochMillis when
   */
  record MigrationBegun(
      MigrationOrder order, String requestedBy, Explanation reason, long requestedAtEpochMillis)
      implements JournalEntry {
    @Override
    public Map<String, Object> toValues() {
      TreeMap<String, Object> values = new TreeMap<>();
      values.put("kind", "begun");
      values.put("id", order.migrationId());
      values.put("generation", order.epoch().generation());
      values.put("counter", order.epoch().counter());
      values.put("uuid", order.domainUuid());
      values.put("domain", order.domain());
      values.put("source", order.source());
      values.put("target", order.target());
      values.put("timeLimitMillis", order.timeLimitMillis());
      values.put("attachments", order.attachments());
      values.put("requestedBy", requestedBy);
      values.put("reason", valuesOf(reason));
      values.put("requestedAt", requestedAtEpochMillis);
      return values;
    }
  }

  /**
   * GO may pass.
   *
   * @param id the migration
   */
  record MigrationHandedOver(String id) implements JournalEntry {
    @Override
    public Map<String, Object> toValues() {
      return Map.of("kind", "handedOver", "id", id);
    }
  }

  /**
   * A migration ended.
   *
   * @param id the migration
   * @param domainUuid what it moved; the domain's cool-down counts from here
   * @param phase how it ended
   * @param reasons why so
   * @param atEpochMillis when
   */
  record MigrationClosed(
      String id,
      String domainUuid,
      MigrationPhase phase,
      List<Explanation> reasons,
      long atEpochMillis)
      implements JournalEntry {

    /** Copies the list. */
    public MigrationClosed {
      reasons = List.copyOf(reasons);
    }

    @Override
    public Map<String, Object> toValues() {
      return Map.of(
          "kind",
          "closed",
          "id",
          id,
          "uuid",
          domainUuid,
          "phase",
          phase.name(),
          "reasons",
          reasons.stream().<Object>map(JournalEntry::valuesOf).toList(),
          "at",
          atEpochMillis);
    }
  }

  /**
   * A person has looked after what a migration left behind.
   *
   * @param id the migration
   */
  record RepairDone(String id) implements JournalEntry {
    @Override
    public Map<String, Object> toValues() {
      return Map.of("kind", "repaired", "id", id);
    }
  }

  private static JournalEntry fromValues(Map<String, Object> values) {
    Fields fields = new Fields(values);
    return switch (fields.text("kind")) {
      case "started" -> new Started(fields.number("starts"));
      case "epoch" -> new EpochAdvanced(fields.number("generation"));
      case "mode" -> new ManagerMode(Mode.valueOf(fields.text("mode")));
      case "cap" ->
          new CapSet(fields.text("cap"), fields.number("value"), fields.number("configured"));
      case "policyMode" -> new PolicyMode(fields.text("policy"), Mode.valueOf(fields.text("mode")));
      case "parameter" ->
          new PolicyParameterSet(
              fields.text("policy"), fields.text("parameter"), fields.real("value"));
      case "state" ->
          new PolicyStateKept(
              fields.text("policy"),
              new PolicyState((int) fields.number("schema"), fields.map("values")));
      case "trials" ->
          new PolicyTrialsSet(
              fields.text("policy"),
              fields.number("canaryRounds"),
              fields.number("moveBound"),
              fields.number("moveWindow"),
              fields.text("promoted"),
              fields.texts("barred"));
      case "windows" -> new PolicyWindowsSet(fields.text("policy"), fields.words("windows"));
      case "priority" -> new PolicyPrioritySet(fields.text("policy"), fields.number("priority"));
      case "suspended" -> new PoliciesSuspended(fields.number("until"), fields.text("why"));
      case "queued" ->
          new MigrationQueued(
              order(fields),
              fields.text("requestedBy"),
              Fields.explanation(fields.map("reason")),
              fields.text("priority"),
              fields.flag("wantedByAgent"),
              fields.number("requestedAt"));
      case "begun" ->
          new MigrationBegun(
              order(fields),
              fields.text("requestedBy"),
              Fields.explanation(fields.map("reason")),
              fields.number("requestedAt"));
      case "handedOver" -> new MigrationHandedOver(fields.text("id"));
      case "repaired" -> new RepairDone(fields.text("id"));
      case "closed" ->
          new MigrationClosed(
              fields.text("id"),
              fields.text("uuid"),
              MigrationPhase.valueOf(fields.text("phase")),
              fields.explanations("reasons"),
              fields.number("at"));
      case "rules" ->
          RulesChanged.of(
              fields.number("revision"),
              fields.flag("replaces"),
              fields.list("removed"),
              fields.list("added"));
      case "poweredDown", "poweredUp" -> PowerEntry.fromFields(fields);
      case "stop", "stopEnded", "stopped" -> StopEntry.fromFields(fields);
      default -> LossEntry.fromFields(fields);
    };
  }

  private static MigrationOrder order(Fields fields) {
    return new MigrationOrder(
        fields.text("id"),
        new Epoch(fields.number("generation"), fields.number("counter")),
        fields.text("uuid"),
        fields.text("domain"),
        fields.text("source"),
        fields.text("target"),
        fields.number("timeLimitMillis"),
        fields.texts("attachments"));
  }

  /** An explanation as JDK values. */
  static Map<String, Object> valuesOf(Explanation explanation) {
    return Map.of(
        "code", explanation.code(), "text", explanation.text(), "operands", explanation.operands());
  }

  /**
   * Typed access to the values of an entry; whatever is missing or of another type is named.
   *
   * @param values the entry's values
   */
  record Fields(Map<String, Object> values) {

    String text(String name) {
      return of(name, String.class);
    }

    long number(String name) {
      return of(name, Long.class);
    }

    boolean flag(String name) {
      return of(name, Boolean.class);
    }

    double real(String name) {
      return of(name, Double.class);
    }

    Map<String, Object> map(String name) {
      return Values.stringKeyed(of(name, Map.class));
    }

    Map<String, String> texts(String name) {
      return texts(map(name));
    }

    List<?> list(String name) {
      return of(name, List.class);
    }

    List<String> words(String name) {
      List<String> words = new ArrayList<>();
      for (Object item : of(name, List.class)) {
        words.add(new Fields(Map.of(name, item)).text(name));
      }
      return words;
    }

    List<Explanation> explanations(String name) {
      List<Explanation> explanations = new ArrayList<>();
      for (Object item : of(name, List.class)) {
        explanations.add(explanation(new Fields(Map.of(name, item)).map(name)));
      }
      return explanations;
    }

    static Explanation explanation(Map<String, Object> values) {
      Fields fields = new Fields(values);
      return new Explanation(fields.text("code"), fields.text("text"), fields.texts("operands"));
    }

    private static Map<String, String> texts(Map<String, Object> values) {
      TreeMap<String, String> texts = new TreeMap<>();
      Fields fields = new Fields(values);
      values.keySet().forEach(name -> texts.put(name, fields.text(name)));
      return texts;
    }

    private <T> T of(String name, Class<T> type) {
      Object value = values.get(name);
      if (!type.isInstance(value)) {
        throw new IllegalArgumentException("entry lacks " + name + ": " + values);
      }
      return type.cast(value);
    }
  }
}
