// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal;

import java.util.List;
import org.transhume.api.model.LostDomain;
import org.transhume.api.mx.DomainElsewhere;
import org.transhume.manager.internal.journal.LossEntry.DomainKnown;

/**
 * A domain that somebody wants created, as agents read its configuration.
 *
 * @param domain its name; empty when there is none that can be read
 * @param uuid its uuid; empty when the hypervisor would choose one
 * @param memoryBytes that it starts with; 0 when unknown
 * @param vcpus that it starts with; 0 when unknown
 */
record Newcomer(String domain, String uuid, long memoryBytes, int vcpus) {

  /** Of a configuration that nobody has read. */
  static final Newcomer UNKNOWN = new Newcomer("", "", 0, 0);

  /** By its uuid or its name: two domains of one name are taken for one. */
  private boolean is(String otherUuid, String otherName) {
    return otherName.equals(domain) || otherUuid.equals(uuid);
  }

  boolean is(DomainKnown one) {
    return is(one.uuid(), one.domain());
  }

  boolean is(MigrationRequest one) {
    return is(one.domainUuid(), one.domain());
  }

  boolean is(DomainElsewhere one) {
    return is(one.uuid(), one.domain());
  }

  /** The same to those who look for a place, whom it is all one where a domain comes from. */
  LostDomain besides(List<String> hosts) {
    return new LostDomain(uuid, domain, memoryBytes, hosts, List.of());
  }
}
