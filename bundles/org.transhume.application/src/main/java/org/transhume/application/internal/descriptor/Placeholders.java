// SPDX-License-Identifier: Apache-2.0
package org.transhume.application.internal.descriptor;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Words in braces that stand for something of a replica. */
final class Placeholders {

  /** What a replica is by itself. */
  static final Set<String> OF_REPLICA =
      Set.of("application", "component", "number", "domain", "uuid");

  /** The same, and where it is reached. */
  static final Set<String> WITH_ADDRESS =
      Set.of("application", "component", "number", "domain", "uuid", "address");

  private static final Pattern PLACEHOLDER = Pattern.compile("\\{([A-Za-z][A-Za-z0-9._-]*)\\}");

  private Placeholders() {}

  /** The names of those in a text. */
  static Set<String> in(String text) {
    Set<String> names = new TreeSet<>();
    Matcher matcher = PLACEHOLDER.matcher(text);
    while (matcher.find()) {
      names.add(matcher.group(1));
    }
    return names;
  }

  /** A text with what a replica is filled in. */
  static String fill(String text, Replica replica) {
    return fill(
        text,
        Map.of(
            "application", replica.application(),
            "component", replica.component(),
            "number", Integer.toString(replica.number()),
            "domain", replica.domain(),
            "uuid", replica.uuid()));
  }

  /** A text with where a replica is reached filled in. */
  static String fillAddress(String text, String address) {
    return fill(text, Map.of("address", address));
  }

  private static String fill(String text, Map<String, String> values) {
    return PLACEHOLDER
        .matcher(text)
        .replaceAll(
            found -> Matcher.quoteReplacement(values.getOrDefault(found.group(1), found.group())));
  }
}
