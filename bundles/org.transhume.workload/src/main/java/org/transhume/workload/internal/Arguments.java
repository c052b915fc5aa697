// SPDX-License-Identifier: Apache-2.0
package org.transhume.workload.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The arguments of a program, read by its usage: a line such as {@code ping ADDRESS PORT [--icmp]
 * [--source ADDRESS]}, in which capitals are values and brackets hold what may be left out.
 */
public final class Arguments {

  private static final Pattern OPTION = Pattern.compile("\\[(--[a-z-]+)( [A-Z_|a-z-]+)?]");
  private static final int HIGHEST_PORT = 65_535;

  private final String usage;
  private final Map<String, String> values;

  private Arguments(String usage, Map<String, String> values) {
    this.usage = usage;
    this.values = values;
  }

  /**
   * The arguments that were given to a program of this usage.
   *
   * @throws UsageException when there are too few, too many or unknown ones
   */
  public static Arguments of(String usage, List<String> given) throws UsageException {
    Map<String, Boolean> options = new HashMap<>();
    Matcher matcher = OPTION.matcher(usage);
    while (matcher.find()) {
      options.put(matcher.group(1), matcher.group(2) != null);
    }
    String[] words = OPTION.matcher(usage).replaceAll("").strip().split(" +", -1);
    Map<String, String> values = new HashMap<>();
    List<String> positional = new ArrayList<>();
    for (int at = 0; at < given.size(); at++) {
      String word = given.get(at);
      if (!word.startsWith("--")) {
        positional.add(word);
      } else if (!options.containsKey(word)) {
        throw new UsageException("there is no option " + word + "; usage: " + usage);
      } else if (!options.get(word)) {
        values.put(word, "");
      } else if (at + 1 < given.size()) {
        at++;
        values.put(word, given.get(at));
      } else {
        throw new UsageException(word + " lacks its value; usage: " + usage);
      }
    }
    if (positional.size() != words.length - 1) {
      String howMany = positional.size() < words.length - 1 ? "few" : "many";
      throw new UsageException(words[0] + ": too " + howMany + " arguments; usage: " + usage);
    }
    for (int at = 0; at < positional.size(); at++) {
      values.put(words[at + 1], positional.get(at));
    }
    return new Arguments(usage, values);
  }

  /** Whether an option was given. */
  public boolean has(String option) {
    return values.containsKey(option);
  }

  /** The value of an option, if it was given. */
  public Optional<String> option(String name) {
    return Optional.ofNullable(values.get(name));
  }

  /** The text given for a word of the usage. */
  public String text(String name) {
    String value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException(name + " does not stand in: " + usage);
    }
    return value;
  }

  /**
   * The whole number given for a word of the usage or an option.
   *
   * @throws UsageException when it is none, or lower or higher than allowed
   */
  public long whole(String name, long lowest, long highest) throws UsageException {
    try {
      long value = Long.parseLong(text(name));
      if (value >= lowest && value <= highest) {
        return value;
      }
    } catch (NumberFormatException e) {
      // The line below says it.
    }
    throw new UsageException(
        name
            + " is '"
            + text(name)
            + "', and must be a whole number from "
            + lowest
            + " to "
            + highest);
  }

  /**
   * The number given for a word of the usage.
   *
   * @throws UsageException when it is none, or lower or higher than allowed
   */
  public double number(String name, double lowest, double highest) throws UsageException {
    try {
      double value = Double.parseDouble(text(name));
      if (value >= lowest && value <= highest) {
        return value;
      }
    } catch (NumberFormatException e) {
      // The line below says it.
    }
    throw new UsageException(
        name + " is '" + text(name) + "', and must be a number from " + lowest + " to " + highest);
  }

  /**
   * PORT: 0 lets the system choose.
   *
   * @throws UsageException when it is no port
   */
  public int port() throws UsageException {
    return (int) whole("PORT", 0, HIGHEST_PORT);
  }

  /**
   * SECONDS, in nanoseconds.
   *
   * @throws UsageException when it is not between a moment and a day
   */
  public long secondsInNanos() throws UsageException {
    return Math.round(number("SECONDS", 0.001, 86_400) * 1e9);
  }

  /**
   * The kind of sabotage that was asked for, or the one that is none.
   *
   * @param none the first of an enum of kinds
   * @throws UsageException when there is no such kind
   */
  public <E extends Enum<E>> E sabotage(E none) throws UsageException {
    String wanted = option("--sabotage").orElse(none.name());
    List<E> kinds = List.of(none.getDeclaringClass().getEnumConstants());
    for (E kind : kinds) {
      if (kind.name().equalsIgnoreCase(wanted)) {
        return kind;
      }
    }
    throw new UsageException("there is no sabotage '" + wanted + "'; there are " + kinds);
  }
}
