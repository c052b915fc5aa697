// SPDX-License-Identifier: Apache-2.0
package org.transhume.api.mx;

import java.util.List;
import java.util.Objects;
import org.transhume.api.model.Explanation;

/**
 * What became of an operator's wish to have a domain created.
 *
 * @param created whether the domain is there, by this wish or by the same one before
 * @param order id of the order that a host was given; empty when none was
 * @param domain its name; empty when it cannot be read
 * @param uuid its uuid; empty when the hypervisor chooses one and has not told it
 * @param host where it was created, or was to be; empty when no host was chosen
 * @param reasons why it was not created; when it was, why there
 */
public record Creation(
    boolean created,
    String order,
    String domain,
    String uuid,
    String host,
    List<Explanation> reasons) {

  /** Requires every component; copies the list. */
  public Creation {
    Objects.requireNonNull(order, "order");
    Objects.requireNonNull(domain, "domain");
    Objects.requireNonNull(uuid, "uuid");
    Objects.requireNonNull(host, "host");
    reasons = List.copyOf(reasons);
  }
}
