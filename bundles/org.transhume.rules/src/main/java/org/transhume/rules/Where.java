// SPDX-License-Identifier: Apache-2.0
package org.transhume.rules;

import java.util.Objects;

/**
 * Hosts, as a ban or a fence names them.
 *
 * @param kind how they are named
 * @param name a host, a tag, or a kind of location
 * @param value which location of that kind; else empty
 */
public record Where(Kind kind, String name, String value) {

  /** How hosts are named. */
  public enum Kind {
    /** One, by its name. */
    HOST,
    /** All that carry a tag. */
    TAG,
    /** All at a location. */
    LOCATION
  }

  /** Requires all. */
  public Where {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(value, "value");
  }

  /** As it is written. */
  public String text() {
    return switch (kind) {
      case HOST -> name;
      case TAG -> Who.Kind.TAG.prefix + name;
      case LOCATION -> name + "=" + value;
    };
  }
}
