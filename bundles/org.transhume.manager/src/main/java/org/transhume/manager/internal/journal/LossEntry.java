// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal.journal;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.transhume.api.model.ConfigurationOrigin;
import org.transhume.api.model.Explanation;
import org.transhume.api.model.HostState;
import org.transhume.api.model.MigrationPhase;
import org.transhume.api.mx.DomainConfiguration;

/** What the manager must not forget of hosts and domains, so that it can repair their loss. */
public sealed interface LossEntry extends JournalEntry {

  /**
   * A host belongs to the cluster.
   *
   * @param host its name
   * @param endpoint where its agent was reached
   * @param state what it is there for
   */
  record HostKnown(String host, String endpoint, HostState state) implements LossEntry {
    @Override
    public Map<String, Object> toValues() {
      return Map.of("kind", "host", "host", host, "endpoint", endpoint, "state", state.name());
    }
  }

  /**
   * A host belongs to the cluster no more.
   *
   * @param host its name
   */
  record HostForgotten(String host) implements LossEntry {
    @Override
    public Map<String, Object> toValues() {
      return Map.of("kind", "hostForgotten", "host", host);
    }
  }

  /**
   * A domain and where it was seen last.
   *
   * @param uuid its uuid
   * @param domain its name
   * @param host where
   * @param memoryBytes memory that it holds
   * @param running whether it ran
   */
  record DomainKnown(String uuid, String domain, String host, long memoryBytes, boolean running)
      implements LossEntry {

    /** The same at another place. */
    public DomainKnown at(String otherHost, boolean runs) {
      return new DomainKnown(uuid, domain, otherHost, memoryBytes, runs);
    }

    @Override
    public Map<String, Object> toValues() {
      return Map.of(
          "kind",
          "domain",
          "uuid",
          uuid,
          "domain",
          domain,
          "host",
          host,
          "memoryBytes",
          memoryBytes,
          "running",
          running);
    }
  }

  /**
   * A host has had a domain that was seen elsewhere since.
   *
   * @param uuid the domain
   * @param host the host
   */
  record DomainLeft(String uuid, String host) implements LossEntry {
    @Override
    public Map<String, Object> toValues() {
      return Map.of("kind", "domainLeft", "uuid", uuid, "host", host);
    }
  }

  /**
   * A domain is gone from everywhere.
   *
   * @param uuid its uuid
   */
  record DomainForgotten(String uuid) implements LossEntry {
    @Override
    public Map<String, Object> toValues() {
      return Map.of("kind", "domainForgotten", "uuid", uuid);
    }
  }

  /**
   * How a domain can be booted again.
   *
   * @param configuration its configuration, or why there is none
   */
  record ConfigurationKept(DomainConfiguration configuration) implements LossEntry {
    @Override
    public Map<String, Object> toValues() {
      return Map.of(
          "kind",
          "configuration",
          "uuid",
          configuration.uuid(),
          "domain",
          configuration.domain(),
          "origin",
          configuration.origin().name(),
          "digest",
          configuration.digest(),
          "text",
          configuration.text(),
          "problem",
          configuration.problem());
    }
  }

  /**
   * A host is known to be off.
   *
   * @param host the host
   * @param by {@link #OPERATOR}, or the fence
   * @param proof for people
   * @param atEpochMillis when it was known
   */
  record HostOff(String host, String by, String proof, long atEpochMillis) implements LossEntry {

    /** An operator has said so. */
    public static final String OPERATOR = "operator";

    @Override
    public Map<String, Object> toValues() {
      return Map.of("kind", "off", "host", host, "by", by, "proof", proof, "at", atEpochMillis);
    }
  }

  /**
   * A host that was known to be off is heard again.
   *
   * @param host the host
   */
  record HostBack(String host) implements LossEntry {
    @Override
    public Map<String, Object> toValues() {
      return Map.of("kind", "back", "host", host);
    }
  }

  /**
   * A domain of a host that is off is to be booted, or one that an operator wants is to be created:
   * the target may know of it from here on.
   *
   * @param id the boot's id
   * @param uuid the domain; empty where the hypervisor is to choose it
   * @param domain its name
   * @param lostHost where it was; empty when an operator wants it
   * @param target where it is booted
   * @param atEpochMillis when
   * @param digest tells one configuration that an operator gave from another; empty of a lost
   *     domain
   */
  record BootBegun(
      String id,
      String uuid,
      String domain,
      String lostHost,
      String target,
      long atEpochMillis,
      String digest)
      implements LossEntry {

    /** Whether an operator wants it, and it is of no lost host. */
    public boolean isCreation() {
      return lostHost.isEmpty();
    }

    /** Which domain it is: its uuid, or where it has none so far its name. */
    public String key() {
      return uuid.isEmpty() ? "name " + domain : uuid;
    }

    @Override
    public Map<String, Object> toValues() {
      return Map.of(
          "kind",
          "boot",
          "id",
          id,
          "uuid",
          uuid,
          "domain",
          domain,
          "lostHost",
          lostHost,
          "target",
          target,
          "at",
          atEpochMillis,
          "digest",
          digest);
    }
  }

  /**
   * A domain that an operator wanted was created: the same wish again is fulfilled already.
   *
   * @param begun the order
   * @param uuid its uuid as it has it
   */
  record DomainCreated(BootBegun begun, String uuid) implements LossEntry {
    @Override
    public Map<String, Object> toValues() {
      Map<String, Object> values = new TreeMap<>(begun.toValues());
      values.put("kind", "created");
      values.put("chosen", uuid);
      return values;
    }
  }

  /**
   * A boot ended.
   *
   * @param id the boot's id
   * @param phase DONE, REFUSED, CANCELLED or REPAIR
   * @param reasons why so
   */
  record BootClosed(String id, MigrationPhase phase, List<Explanation> reasons)
      implements LossEntry {

    /** Copies the list. */
    public BootClosed {
      reasons = List.copyOf(reasons);
    }

    @Override
    public Map<String, Object> toValues() {
      return Map.of(
          "kind",
          "booted",
          "id",
          id,
          "phase",
          phase.name(),
          "reasons",
          reasons.stream().<Object>map(JournalEntry::valuesOf).toList());
    }
  }

  /**
   * A person has looked after a boot that ended as REPAIR.
   *
   * @param id the boot's id
   */
  record BootRepaired(String id) implements LossEntry {
    @Override
    public Map<String, Object> toValues() {
      return Map.of("kind", "bootRepaired", "id", id);
    }
  }

  /**
   * The entry behind values.
   *
   * @throws IllegalArgumentException when they are those of no entry that this version knows
   */
  static LossEntry fromFields(Fields fields) {
    return switch (fields.text("kind")) {
      case "host" ->
          new HostKnown(
              fields.text("host"),
              fields.text("endpoint"),
              HostState.valueOf(fields.text("state")));
      case "hostForgotten" -> new HostForgotten(fields.text("host"));
      case "domain" ->
          new DomainKnown(
              fields.text("uuid"),
              fields.text("domain"),
              fields.text("host"),
              fields.number("memoryBytes"),
              fields.flag("running"));
      case "domainLeft" -> new DomainLeft(fields.text("uuid"), fields.text("host"));
      case "domainForgotten" -> new DomainForgotten(fields.text("uuid"));
      case "configuration" ->
          new ConfigurationKept(
              new DomainConfiguration(
                  fields.text("uuid"),
                  fields.text("domain"),
                  ConfigurationOrigin.valueOf(fields.text("origin")),
                  fields.text("digest"),
                  fields.text("text"),
                  fields.text("problem")));
      case "off" ->
          new HostOff(
              fields.text("host"), fields.text("by"), fields.text("proof"), fields.number("at"));
      case "back" -> new HostBack(fields.text("host"));
      case "boot" -> boot(fields);
      case "created" -> new DomainCreated(boot(fields), fields.text("chosen"));
      case "booted" ->
          new BootClosed(
              fields.text("id"),
              MigrationPhase.valueOf(fields.text("phase")),
              fields.explanations("reasons"));
      case "bootRepaired" -> new BootRepaired(fields.text("id"));
      default ->
          throw new IllegalArgumentException("unknown kind of entry: " + fields.text("kind"));
    };
  }

  private static BootBegun boot(Fields fields) {
    return new BootBegun(
        fields.text("id"),
        fields.text("uuid"),
        fields.text("domain"),
        fields.text("lostHost"),
        fields.text("target"),
        fields.number("at"),
        fields.values().containsKey("digest") ? fields.text("digest") : "");
  }
}
