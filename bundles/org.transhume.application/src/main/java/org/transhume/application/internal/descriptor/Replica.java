// SPDX-License-Identifier: Apache-2.0
package org.transhume.application.internal.descriptor;

import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One replica of a component. Its domain's name and uuid follow from it, so that after any crash
 * what is there is recognised, and nothing is created twice.
 *
 * @param application its name
 * @param component its name
 * @param number from 1
 */
public record Replica(String application, String component, int number)
    implements Comparable<Replica> {

  private static final Pattern DOMAIN =
      Pattern.compile("([a-z][a-z0-9]*)-([a-z][a-z0-9]*)-([1-9]\\d{0,3})");
  private static final Comparator<Replica> ORDER =
      Comparator.comparing(Replica::application)
          .thenComparing(Replica::component)
          .thenComparingInt(Replica::number);

  /** Requires both names. */
  public Replica {
    Objects.requireNonNull(application, "application");
    Objects.requireNonNull(component, "component");
  }

  /** The replica whose domain has that name and uuid; empty when it is nobody's. */
  public static Optional<Replica> of(String domain, String uuid) {
    Matcher matcher = DOMAIN.matcher(domain);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    Replica replica =
        new Replica(matcher.group(1), matcher.group(2), Integer.parseInt(matcher.group(3)));
    return Optional.of(replica).filter(one -> one.uuid().equals(uuid));
  }

  /** Name of its domain; names hold no hyphen, so that no two replicas share one. */
  public String domain() {
    return application + "-" + component + "-" + number;
  }

  /** The uuid of its domain. */
  public String uuid() {
    String name = "org.transhume.application/" + domain();
    return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
  }

  @Override
  public int compareTo(Replica other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return domain();
  }
}
