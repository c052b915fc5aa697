// SPDX-License-Identifier: Apache-2.0
package org.transhume.api.model;

import java.util.Objects;

/**
 * A domain that should be started or stopped. It does not move, and a stopped one keeps nothing but
 * what is on its disks.
 *
 * @param domainUuid the domain
 * @param domain its name
 * @param host where it is to be started, or where it runs and is to be stopped
 * @param wanted how it should be; stopped means that its guest is asked to power itself off
 * @param reason why
 */
public record DomainChange(
    String domainUuid, String domain, String host, RunState wanted, Explanation reason) {

  /**
   * Beginning of the tag that says of a domain that policies may stop it, and what it does: {@code
   * service.NAME}.
   */
  public static final String EXPENDABLE_TAG = "service.";

  /** Whether that tag lets policies stop the domain that carries it. */
  public static boolean isExpendable(String tag) {
    return tag.startsWith(EXPENDABLE_TAG) && tag.length() > EXPENDABLE_TAG.length();
  }

  /** Requires every component. */
  public DomainChange {
    Objects.requireNonNull(domainUuid, "domainUuid");
    Objects.requireNonNull(domain, "domain");
    Objects.requireNonNull(host, "host");
    Objects.requireNonNull(wanted, "wanted");
    Objects.requireNonNull(reason, "reason");
  }
}
