// SPDX-License-Identifier: Apache-2.0
package org.transhume.spi.probe;

import java.util.Objects;

/**
 * What a reading is about.
 *
 * @param kind the host, its control domain or one domain
 * @param name the host's name, or the domain's
 */
public record Subject(Kind kind, String name) {

  /** The three kinds of subject. */
  public enum Kind {
    /** The whole host. */
    HOST,
    /** Its dom0. */
    CONTROL_DOMAIN,
    /** A domain on it. */
    DOMAIN
  }

  /** Requires both components. */
  public Subject {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(name, "name");
  }

  /** The whole host. */
  public static Subject host(String name) {
    return new Subject(Kind.HOST, name);
  }

  /** The host's control domain. */
  public static Subject controlDomain(String host) {
    return new Subject(Kind.CONTROL_DOMAIN, host);
  }

  /** A domain. */
  public static Subject domain(String name) {
    return new Subject(Kind.DOMAIN, name);
  }
}
