// SPDX-License-Identifier: Apache-2.0
package org.transhume.application.internal.descriptor;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * One component of an application, checked.
 *
 * @param application its name
 * @param name its name
 * @param template what its domains' configuration says beside name and uuid, by key
 * @param wrapper of each of its domains
 * @param minimum fewest replicas
 * @param maximum most replicas
 * @param address of a replica, with placeholders
 * @param settings of the wrapper, with placeholders
 * @param bindings settings of the wrapper that name other components' replicas
 * @param placement rules about its group, canonical
 * @param update what new settings mean to software that runs
 */
public record Component(
    String application,
    String name,
    Map<String, String> template,
    String wrapper,
    int minimum,
    int maximum,
    String address,
    Map<String, String> settings,
    Map<String, Binding> bindings,
    List<String> placement,
    Update update) {

  /** What new settings mean to software that runs. */
  public enum Update {
    /** It is configured while it runs. */
    IN_PLACE,
    /** It is stopped, configured and started. */
    RESTART
  }

  /** Requires every component; copies and sorts the collections. */
  public Component {
    Objects.requireNonNull(application, "application");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(wrapper, "wrapper");
    Objects.requireNonNull(address, "address");
    Objects.requireNonNull(update, "update");
    template = Collections.unmodifiableMap(new TreeMap<>(template));
    settings = Collections.unmodifiableMap(new TreeMap<>(settings));
    bindings = Collections.unmodifiableMap(new TreeMap<>(bindings));
    placement = List.copyOf(placement);
  }

  /** The group in which rules know its replicas. */
  public String group() {
    return group(application, name);
  }

  static String group(String application, String component) {
    return application + "." + component;
  }

  /** Its first replicas. */
  public List<Replica> replicas(int wanted) {
    return IntStream.rangeClosed(1, wanted)
        .mapToObj(number -> new Replica(application, name, number))
        .toList();
  }

  /** The rule that brings a replica into the group. */
  public String membership(Replica replica) {
    return "domain " + replica.uuid() + " group " + group();
  }

  /** The configuration of a replica's domain, always the same for the same template. */
  public String configuration(Replica replica) {
    List<String> lines = new ArrayList<>();
    lines.add("name = \"" + replica.domain() + "\"");
    lines.add("uuid = \"" + replica.uuid() + "\"");
    template.forEach((key, value) -> lines.add(key + " = " + Placeholders.fill(value, replica)));
    return String.join("\n", lines) + "\n";
  }

  /** Where a replica is reached. */
  String addressOf(Replica replica) {
    return Placeholders.fill(address, replica);
  }

  /**
   * The settings of a replica's wrapper.
   *
   * @param components those of the same application, by name
   * @param members the replicas that a component's bindings are to name
   * @return empty while a binding has none: nobody can be configured for nobody
   */
  public Optional<Map<String, String>> settings(
      Replica replica,
      Function<String, Component> components,
      Function<String, List<Replica>> members) {
    Map<String, String> all = new TreeMap<>();
    settings.forEach((setting, value) -> all.put(setting, filled(value, replica)));
    for (Map.Entry<String, Binding> bound : bindings.entrySet()) {
      Binding binding = bound.getValue();
      List<Replica> named = members.apply(binding.component());
      if (named.isEmpty()) {
        return Optional.empty();
      }
      Component other = components.apply(binding.component());
      all.put(
          bound.getKey(),
          named.stream()
              .map(one -> other.filled(binding.each(), one))
              .collect(Collectors.joining(binding.between().text())));
    }
    return Optional.of(all);
  }

  private String filled(String text, Replica replica) {
    return Placeholders.fillAddress(Placeholders.fill(text, replica), addressOf(replica));
  }
}
