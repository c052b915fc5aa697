// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal.wrapper;

import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.transhume.spi.wrapper.WrapperFactory;

/**
 * A factory and what it serves as.
 *
 * @param name of its wrappers
 * @param version of its bundle
 * @param domains names of the domains that it is for; {@code *} stands for any characters
 * @param factory makes them
 */
public record WrapperDefinition(
    String name, String version, List<String> domains, WrapperFactory factory) {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  /** Requires a name that an attachment can carry. */
  public WrapperDefinition {
    Objects.requireNonNull(version, "version");
    Objects.requireNonNull(factory, "factory");
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "wrapper.name = "
              + name
              + ": give letters, digits, dots, underscores and hyphens, at most 64");
    }
    domains = List.copyOf(domains);
  }

  /** Whether it is for that domain. */
  boolean isFor(String domain) {
    return domains.stream().anyMatch(pattern -> matches(pattern, domain));
  }

  private static boolean matches(String pattern, String domain) {
    String expression =
        Stream.of(pattern.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
    return domain.matches(expression);
  }
}
