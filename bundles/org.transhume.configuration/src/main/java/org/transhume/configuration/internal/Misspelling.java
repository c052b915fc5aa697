// SPDX-License-Identifier: Apache-2.0
package org.transhume.configuration.internal;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Finds what somebody wrote into a configuration and nobody reads. */
final class Misspelling {

  /** What the container adds to each configuration. */
  private static final List<String> ADDED =
      List.of("service.", "component.", "felix.", "osgi.", "org.apache.karaf.", "configadmin.");

  private Misspelling() {}

  /**
   * Says for an administrator which properties are unknown.
   *
   * @param file where they were written
   * @param written names of all its properties
   * @param known names that are understood
   * @return empty when all are known
   */
  static Optional<String> in(String file, Collection<String> written, Set<String> known) {
    Set<String> unknown = new TreeSet<>(written);
    unknown.removeAll(known);
    unknown.removeIf(name -> name.startsWith(".") || ADDED.stream().anyMatch(name::startsWith));
    if (unknown.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        file
            + ": nobody knows "
            + String.join(", ", unknown)
            + ", so that "
            + (unknown.size() == 1 ? "it changes" : "they change")
            + " nothing. Correct the spelling; what can be set here is "
            + String.join(", ", new TreeSet<>(known)));
  }
}
