// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.application;

import java.util.ArrayList;
import java.util.List;
import org.transhume.api.mx.ApplicationMXBean;
import org.transhume.api.mx.ReplicaStatus;
import org.transhume.cli.internal.view.Listing;
import org.transhume.cli.internal.view.Table;

/**
 * An application as it is shown.
 *
 * @param application its name
 * @param state how it is
 * @param heldUp why nothing is done; null when nothing holds it up
 * @param replicas each of them
 * @param next what is done now and next
 */
public record ApplicationReport(
    String application,
    String state,
    String heldUp,
    List<ReplicaStatus> replicas,
    List<String> next) {

  /** Copies the lists. */
  public ApplicationReport {
    replicas = List.copyOf(replicas);
    next = List.copyOf(next);
  }

  /** Reads the application's MBean. */
  static ApplicationReport of(ApplicationMXBean bean) {
    return new ApplicationReport(
        bean.getName(),
        bean.getState().name(),
        bean.getHeldUp(),
        bean.getReplicas(),
        bean.getNext());
  }

  /** The same for people. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(application + " is " + state);
    if (heldUp != null) {
      lines.add("nothing is done: " + heldUp);
    }
    lines.addAll(table().lines());
    next.forEach(step -> lines.add("next: " + step));
    return lines;
  }

  private Table table() {
    Table table =
        new Table(
            Table.left("COMPONENT"),
            Table.left("DOMAIN"),
            Table.left("HOST"),
            Table.left("STATE"),
            Table.left("SOFTWARE"),
            Table.left("NOTE"));
    for (ReplicaStatus replica : replicas) {
      table.row(
          replica.component(),
          replica.domain(),
          replica.host(),
          replica.state().name(),
          replica.health(),
          note(replica));
    }
    return table;
  }

  private static String note(ReplicaStatus replica) {
    return replica.reasons().isEmpty() ? replica.doing() : Listing.reasons(replica.reasons());
  }
}
