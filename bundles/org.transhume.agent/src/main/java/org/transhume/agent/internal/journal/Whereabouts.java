// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal.journal;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.transhume.api.model.MigrationPhase;
import org.transhume.api.mx.DomainElsewhere;
import org.transhume.api.mx.MigrationOrder;
import org.transhume.migration.side.Side;

/**
 * The domains that this host has had and that are elsewhere now. What the leader says takes the
 * place of all that was known before; between two of its words the ends of this host's own
 * migrations and boots count. Not safe for use by several threads.
 */
public final class Whereabouts {

  private final Map<String, DomainElsewhere> elsewhere = new TreeMap<>();

  /** The leader's word. */
  public void told(List<DomainElsewhere> all) {
    elsewhere.clear();
    all.forEach(this::left);
  }

  private void left(DomainElsewhere domain) {
    elsewhere.put(domain.uuid(), domain);
  }

  /** One has come, by a migration or a boot of the cluster's. */
  public void arrived(String uuid) {
    elsewhere.remove(uuid);
  }

  /** A migration of this host has ended, which moves its domain only as DONE. */
  public void ended(Side side, MigrationOrder order, MigrationPhase phase) {
    if (phase != MigrationPhase.DONE) {
      return;
    }
    if (side == Side.SOURCE) {
      left(new DomainElsewhere(order.domainUuid(), order.domain(), order.target()));
    } else {
      arrived(order.domainUuid());
    }
  }

  /** All of them, by uuid. */
  public List<DomainElsewhere> all() {
    return List.copyOf(elsewhere.values());
  }

  /** That a domain of that uuid, or where none is given of that name, is elsewhere. */
  public Optional<DomainElsewhere> find(Optional<String> uuid, Optional<String> name) {
    return uuid.isPresent()
        ? uuid.map(elsewhere::get)
        : name.flatMap(
            wanted ->
                elsewhere.values().stream().filter(one -> one.domain().equals(wanted)).findFirst());
  }
}
