// SPDX-License-Identifier: Apache-2.0
package org.transhume.application.internal.descriptor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.transhume.application.internal.descriptor.Binding.Between;
import org.transhume.application.internal.descriptor.Component.Update;
import org.transhume.rules.DomainNames;
import org.transhume.rules.Reading.Wrong;
import org.transhume.rules.Rule;
import org.transhume.rules.RuleReader;

/** Reads descriptors. All that is wrong with one is told at once. */
public final class DescriptorReader {

  /** More replicas of one component than this are taken for a slip. */
  public static final int MOST_REPLICAS = 100;

  private static final int MOST_CHARACTERS = 64 * 1024;
  private static final String SEE = "see docs/applications.md for what may be written";
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]{0,15}");
  private static final Pattern TEMPLATE =
      Pattern.compile("template\\.([^.]+)\\.([a-zA-Z_][a-zA-Z0-9_]*)");
  private static final Pattern OF_COMPONENT = Pattern.compile("component\\.([^.]+)\\.(.+)");
  private static final Pattern WRAPPER = Pattern.compile("[A-Za-z0-9._-]{1,64}");
  private static final Pattern SETTING = Pattern.compile("setting\\.([A-Za-z0-9_-]{1,64})");
  private static final Pattern BINDING =
      Pattern.compile("binding\\.([A-Za-z0-9_-]{1,64})(\\.each|\\.between)?");

  /** Given by the application, so that a replica is recognised. */
  private static final Set<String> OWN_KEYS = Set.of("name", "uuid");

  private static final Set<String> KEYS =
      Set.of(
          "template",
          "wrapper",
          "minimum",
          "maximum",
          "address",
          "spread",
          "fence",
          "ban",
          "update");

  private final DescriptorText text;
  private final Map<String, Map<String, String>> templates = new TreeMap<>();
  private final Set<String> names = new TreeSet<>();

  /**
   * What was read.
   *
   * @param application its name; empty when it cannot be read
   * @param descriptor empty when anything is wrong
   * @param problems what is wrong, each with file, line, key and remedy
   */
  public record Reading(
      String application, Optional<Descriptor> descriptor, List<String> problems) {

    /** Copies the list. */
    public Reading {
      problems = List.copyOf(problems);
    }
  }

  private DescriptorReader(DescriptorText text) {
    this.text = text;
  }

  /**
   * Reads a descriptor.
   *
   * @param file where it comes from, for people
   */
  public static Reading read(String file, String text) {
    if (text.length() > MOST_CHARACTERS) {
      String problem = file + ": has more than " + MOST_CHARACTERS + " characters: shorten it";
      return new Reading("", Optional.empty(), List.of(problem));
    }
    DescriptorText parsed = DescriptorText.parse(file, text);
    String application = parsed.value("application");
    Descriptor descriptor = new DescriptorReader(parsed).descriptor(application, text);
    List<String> problems = parsed.problems();
    return new Reading(
        NAME.matcher(application).matches() ? application : "",
        problems.isEmpty() ? Optional.of(descriptor) : Optional.empty(),
        problems);
  }

  private Descriptor descriptor(String application, String whole) {
    requireName("application", application);
    text.entries().keySet().forEach(this::sort);
    List<String> order = order();
    List<Component> components =
        order.stream().map(name -> component(application, name, order)).toList();
    return new Descriptor(application, whole, components);
  }

  private void requireName(String key, String name) {
    if (name.isEmpty()) {
      text.wrong(key, "is missing: give the application a name");
    } else if (!NAME.matcher(name).matches()) {
      text.wrong(key, "is '" + name + "': " + howToName());
    }
  }

  private static String howToName() {
    return "write small letters and digits, a letter first, at most 16";
  }

  /** Which template or component a key is about. */
  private void sort(String key) {
    Matcher template = TEMPLATE.matcher(key);
    Matcher component = OF_COMPONENT.matcher(key);
    if (template.matches()) {
      template(key, template.group(1), template.group(2));
    } else if (component.matches()) {
      if (!NAME.matcher(component.group(1)).matches()) {
        text.wrong(key, "names a component '" + component.group(1) + "': " + howToName());
      } else {
        names.add(component.group(1));
        requireKnown(key, component.group(2));
      }
    } else if (!key.equals("application") && !key.equals("order")) {
      text.wrong(
          key,
          "is known to nobody: keys are application, order, template.NAME.KEY and"
              + " component.NAME.KEY; "
              + SEE);
    }
  }

  private void template(String key, String template, String item) {
    if (OWN_KEYS.contains(item)) {
      text.wrong(key, "is given by the application: take it away");
    }
    requireUnderstood(key, Placeholders.OF_REPLICA);
    if (text.value(key).isEmpty()) {
      text.wrong(key, "has no value: write it as in xl.cfg, or take the key away");
    }
    templates.computeIfAbsent(template, none -> new TreeMap<>()).put(item, text.value(key));
  }

  private void requireKnown(String key, String rest) {
    if (!KEYS.contains(rest)
        && !SETTING.matcher(rest).matches()
        && !BINDING.matcher(rest).matches()) {
      text.wrong(
          key,
          "is known to nobody: a component has "
              + String.join(", ", new TreeSet<>(KEYS))
              + ", setting.NAME, binding.NAME, binding.NAME.each and binding.NAME.between; "
              + SEE);
    }
  }

  private List<String> order() {
    List<String> order = list(text.value("order"));
    if (names.isEmpty()) {
      text.wrong("component.NAME.template", "is missing: describe at least one component");
    }
    for (String name : order) {
      if (!names.contains(name)) {
        text.wrong("order", "names '" + name + "': there are " + String.join(", ", names));
      }
    }
    Set<String> missing = new TreeSet<>(names);
    missing.removeAll(order);
    if (order.isEmpty() && names.size() == 1) {
      return List.copyOf(names);
    }
    if (!missing.isEmpty() || order.size() > new TreeSet<>(order).size()) {
      text.wrong(
          "order",
          "has to name each component once, the one that is started first at the beginning"
              + (missing.isEmpty() ? "" : "; missing: " + String.join(", ", missing)));
    }
    return order.stream().distinct().filter(names::contains).toList();
  }

  private Component component(String application, String name, List<String> order) {
    String prefix = "component." + name + ".";
    int minimum = number(prefix + "minimum", 1, 1);
    return new Component(
        application,
        name,
        template(prefix + "template"),
        wrapper(prefix + "wrapper"),
        minimum,
        number(prefix + "maximum", minimum, minimum),
        address(prefix + "address"),
        settings(prefix),
        bindings(prefix, order.subList(0, order.indexOf(name))),
        placement(prefix, Component.group(application, name)),
        update(prefix + "update"));
  }

  private Map<String, String> template(String key) {
    String name = text.value(key);
    Map<String, String> template = templates.get(name);
    if (template == null) {
      text.wrong(
          key,
          (name.isEmpty() ? "is missing" : "is '" + name + "', of which nothing is said")
              + ": write template."
              + (name.isEmpty() ? "NAME" : name)
              + ".KEY = VALUE for each line of its domains' xl.cfg");
      return Map.of();
    }
    if (!template.containsKey("memory")) {
      text.wrong("template." + name + ".memory", "is missing: write it in mebibytes");
    }
    return template;
  }

  private String wrapper(String key) {
    String name = text.value(key);
    if (!WRAPPER.matcher(name).matches()) {
      text.wrong(
          key,
          name.isEmpty()
              ? "is missing: name the wrapper of its domains"
              : "is '" + name + "': write the name of a wrapper, which docs/wrappers.md explains");
    }
    return name;
  }

  private int number(String key, int least, int usual) {
    String written = text.value(key);
    if (written.isEmpty() && !text.entries().containsKey(key)) {
      return usual;
    }
    int number = written.matches("\\d{1,4}") ? Integer.parseInt(written) : -1;
    if (number < least || number > MOST_REPLICAS) {
      text.wrong(
          key, "is '" + written + "': write a number from " + least + " to " + MOST_REPLICAS);
      return least;
    }
    return number;
  }

  private String address(String key) {
    requireUnderstood(key, Placeholders.OF_REPLICA);
    return text.value(key).isEmpty() ? "{domain}" : text.value(key);
  }

  private Map<String, String> settings(String prefix) {
    Map<String, String> settings = new LinkedHashMap<>();
    text.entries()
        .forEach(
            (key, entry) -> {
              Matcher setting = SETTING.matcher(within(prefix, key));
              if (setting.matches()) {
                requireUnderstood(key, Placeholders.WITH_ADDRESS);
                settings.put(setting.group(1), entry.value());
              }
            });
    return settings;
  }

  private Map<String, Binding> bindings(String prefix, List<String> earlier) {
    Map<String, Binding> bindings = new LinkedHashMap<>();
    for (String key : List.copyOf(text.entries().keySet())) {
      Matcher binding = BINDING.matcher(within(prefix, key));
      if (!binding.matches()) {
        continue;
      }
      String bound = prefix + "binding." + binding.group(1);
      if (!text.entries().containsKey(bound)) {
        text.wrong(key, "belongs to no binding: write " + bound + " = COMPONENT, too");
      } else if (key.equals(bound)) {
        bindings.put(binding.group(1), binding(key, earlier));
        if (text.entries().containsKey(prefix + "setting." + binding.group(1))) {
          text.wrong(key, "is a setting, too: take one of the two away");
        }
      }
    }
    return bindings;
  }

  private Binding binding(String key, List<String> earlier) {
    String component = text.value(key);
    if (!earlier.contains(component)) {
      text.wrong(
          key,
          "is '"
              + component
              + "': name a component that 'order' names earlier"
              + (earlier.isEmpty() ? "; there is none" : ": " + String.join(" or ", earlier)));
    }
    requireUnderstood(key + ".each", Placeholders.WITH_ADDRESS);
    String each = text.value(key + ".each");
    return new Binding(
        component,
        each.isEmpty() ? "{address}" : each,
        word(key + ".between", Between.class, Between.COMMA));
  }

  private Update update(String key) {
    return word(key, Update.class, Update.IN_PLACE);
  }

  /** One of an enum's words, written small and with hyphens. */
  private <E extends Enum<E>> E word(String key, Class<E> type, E usual) {
    String written = text.value(key);
    if (written.isEmpty()) {
      return usual;
    }
    List<E> all = Arrays.asList(type.getEnumConstants());
    return all.stream()
        .filter(one -> small(one).equals(written))
        .findFirst()
        .orElseGet(
            () -> {
              String words =
                  all.stream().map(DescriptorReader::small).collect(Collectors.joining(" or "));
              text.wrong(key, "is '" + written + "': write " + words);
              return usual;
            });
  }

  private static String small(Enum<?> word) {
    return word.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The component's rules, in the language of all rules. */
  private List<String> placement(String prefix, String group) {
    List<String> rules = new ArrayList<>();
    String spread = text.value(prefix + "spread");
    switch (spread) {
      case "" -> requireNotEmpty(prefix + "spread", "write hosts, or a kind of location");
      case "hosts", "hosts soft" ->
          rule(prefix + "spread", spread.replace("hosts", "spread " + group), rules);
      default -> rule(prefix + "spread", "spread " + group + " across " + spread, rules);
    }
    place(prefix + "fence", "fence group:" + group + " on ", rules);
    place(prefix + "ban", "ban group:" + group + " from ", rules);
    return rules;
  }

  private void place(String key, String beginning, List<String> rules) {
    String where = text.value(key);
    if (where.isEmpty()) {
      requireNotEmpty(key, "name hosts, tag:T or KIND=VALUE");
    } else {
      rule(key, beginning + where, rules);
    }
  }

  private void requireNotEmpty(String key, String remedy) {
    if (text.entries().containsKey(key)) {
      text.wrong(key, "has no value: " + remedy + ", or take the key away");
    }
  }

  private void rule(String key, String line, List<String> rules) {
    org.transhume.rules.Reading read = new RuleReader(DomainNames.NONE).read(line);
    for (Wrong wrong : read.errors()) {
      text.wrong(key, "makes no rule of '" + line + "': " + wrong.why());
    }
    read.rules().stream().map(Rule::text).forEach(rules::add);
  }

  private void requireUnderstood(String key, Set<String> known) {
    for (String placeholder : Placeholders.in(text.value(key))) {
      if (!known.contains(placeholder)) {
        text.wrong(
            key,
            "holds {"
                + placeholder
                + "}, which has no value here: there are "
                + String.join(", ", new TreeSet<>(known)));
      }
    }
  }

  private static String within(String prefix, String key) {
    return key.startsWith(prefix) ? key.substring(prefix.length()) : "";
  }

  private static List<String> list(String written) {
    return Arrays.stream(written.split(","))
        .map(String::strip)
        .filter(item -> !item.isEmpty())
        .toList();
  }
}
