// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal;

import java.util.List;
import org.transhume.api.mx.DomainFate;

/**
 * How a lost host stands, for people.
 *
 * @param host the host
 * @param silentSinceEpochMillis when it was lost
 * @param off whether it is known to be off
 * @param back whether it was heard again
 * @param fencing by whom it is known to be off, or why not
 * @param domains what became of each
 * @param toDo what a person has to do
 */
record LossStatus(
    String host,
    long silentSinceEpochMillis,
    boolean off,
    boolean back,
    String fencing,
    List<DomainFate> domains,
    List<String> toDo) {

  LossStatus {
    domains = List.copyOf(domains);
    toDo = List.copyOf(toDo);
  }
}
