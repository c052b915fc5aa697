// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal.preflight;

import static org.transhume.api.mx.MigrationOrder.FACTS;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.transhume.api.model.DomainType;
import org.transhume.api.mx.MigrationOrder;
import org.transhume.spi.hypervisor.DomainObservation;
import org.transhume.spi.hypervisor.HostResource;
import org.transhume.spi.hypervisor.SourceFacts;

/** A source's facts as attachments: text by name, since agents of other releases read them too. */
public final class FactSheet {

  private static final String RELEASE = FACTS + "release";
  private static final String TYPE = FACTS + "type";
  private static final String TIMESTAMP_MODE = FACTS + "tscMode";
  private static final String KILOHERTZ = FACTS + "kilohertz";
  private static final String SYNCHRONISED = FACTS + "clock.synchronised";
  private static final String PROCESSOR = FACTS + "cpu.";

  private FactSheet() {}

  /** What the memory of a copy at the target is computed from. */
  public static Map<String, String> of(DomainObservation domain) {
    return Map.of(
        MigrationOrder.DOMAIN_MEMORY_BYTES, Long.toString(domain.memoryBytes()),
        MigrationOrder.DOMAIN_MAXIMUM_MEMORY_BYTES, Long.toString(domain.maximumMemoryBytes()),
        MigrationOrder.DOMAIN_VCPUS, Integer.toString(domain.vcpus()));
  }

  /** Facts as attachments; what is unknown is left out. */
  public static Map<String, String> of(SourceFacts facts) {
    Map<String, String> sheet = new HashMap<>();
    if (!facts.release().isEmpty()) {
      sheet.put(RELEASE, facts.release());
    }
    facts.type().ifPresent(type -> sheet.put(TYPE, type.name()));
    if (!facts.timestampMode().isEmpty()) {
      sheet.put(TIMESTAMP_MODE, facts.timestampMode());
    }
    facts.processorKilohertz().ifPresent(value -> sheet.put(KILOHERTZ, Long.toString(value)));
    facts.clockSynchronised().ifPresent(value -> sheet.put(SYNCHRONISED, value.toString()));
    facts.processorPolicy().forEach((leaf, registers) -> sheet.put(PROCESSOR + leaf, registers));
    facts.resources().forEach(one -> sheet.put(prefix(one.kind()) + one.name(), one.identity()));
    return sheet;
  }

  /** The facts that attachments hold. */
  public static SourceFacts source(Map<String, String> sheet) {
    Map<String, String> policy = new HashMap<>();
    List<HostResource> resources = new ArrayList<>();
    sheet.forEach(
        (key, value) -> {
          if (key.startsWith(PROCESSOR)) {
            policy.put(key.substring(PROCESSOR.length()), value);
          }
          for (HostResource.Kind kind : HostResource.Kind.values()) {
            if (key.startsWith(prefix(kind))) {
              resources.add(new HostResource(kind, key.substring(prefix(kind).length()), value));
            }
          }
        });
    return new SourceFacts(
        sheet.getOrDefault(RELEASE, ""),
        type(sheet.getOrDefault(TYPE, "")),
        sheet.getOrDefault(TIMESTAMP_MODE, ""),
        number(sheet.get(KILOHERTZ)).map(OptionalLong::of).orElse(OptionalLong.empty()),
        policy,
        Optional.ofNullable(sheet.get(SYNCHRONISED)).map(Boolean::valueOf),
        resources);
  }

  /** A whole number, if it is one that is not negative. */
  static Optional<Long> number(String text) {
    try {
      return text == null
          ? Optional.empty()
          : Optional.of(Long.valueOf(text)).filter(value -> value >= 0);
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static Optional<DomainType> type(String word) {
    return Arrays.stream(DomainType.values()).filter(type -> type.name().equals(word)).findFirst();
  }

  private static String prefix(HostResource.Kind kind) {
    return FACTS + kind.name().toLowerCase(Locale.ROOT) + ".";
  }
}
