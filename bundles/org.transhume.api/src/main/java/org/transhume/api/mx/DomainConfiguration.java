// SPDX-License-Identifier: Apache-2.0
package org.transhume.api.mx;

import java.util.Objects;
import org.transhume.api.model.ConfigurationOrigin;

/**
 * What is needed to boot a domain again. May hold passwords, of a display for instance.
 *
 * @param uuid the domain
 * @param domain its name
 * @param origin where the text comes from
 * @param digest tells one text or problem from another
 * @param text the configuration, its uuid in it; empty when there is none
 * @param problem why there is none; empty when there is one
 */
public record DomainConfiguration(
    String uuid,
    String domain,
    ConfigurationOrigin origin,
    String digest,
    String text,
    String problem) {

  /** Requires every component. */
  public DomainConfiguration {
    Objects.requireNonNull(uuid, "uuid");
    Objects.requireNonNull(domain, "domain");
    Objects.requireNonNull(origin, "origin");
    Objects.requireNonNull(digest, "digest");
    Objects.requireNonNull(text, "text");
    Objects.requireNonNull(problem, "problem");
  }
}
