// SPDX-License-Identifier: Apache-2.0
package org.transhume.api.mx;

import java.util.List;
import java.util.Objects;
import org.transhume.api.model.Explanation;

/**
 * What became of an operator's wish to have a domain stopped.
 *
 * @param stopped whether it is stopped on purpose, by this wish or by one before
 * @param order id of the order that its host was given; empty when none was
 * @param domain its name
 * @param uuid its uuid
 * @param host where it runs, or ran last
 * @param reasons why it was not stopped; when it was, what is worth knowing
 */
public record DomainStop(
    boolean stopped,
    String order,
    String domain,
    String uuid,
    String host,
    List<Explanation> reasons) {

  /** Requires every component; copies the list. */
  public DomainStop {
    Objects.requireNonNull(order, "order");
    Objects.requireNonNull(domain, "domain");
    Objects.requireNonNull(uuid, "uuid");
    Objects.requireNonNull(host, "host");
    reasons = List.copyOf(reasons);
  }
}
