// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.wrapper;

import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import javax.management.ObjectName;
import org.transhume.api.mx.ObjectNames;
import org.transhume.api.mx.WrapperMXBean;
import org.transhume.cli.internal.CommandFailure;
import org.transhume.cli.internal.client.ClusterConnection;

/** The wrappers that a connection shows: a manager's own where there is one, else the agents'. */
final class Wrappers {

  private final ClusterConnection connection;
  private final List<ObjectName> names;

  private Wrappers(ClusterConnection connection, List<ObjectName> names) {
    this.connection = connection;
    this.names = names;
  }

  static Wrappers on(ClusterConnection connection) throws IOException {
    List<ObjectName> all = List.copyOf(connection.find(ObjectNames.anyWrapper()));
    boolean manager = connection.has(ObjectNames.cluster());
    return new Wrappers(
        connection,
        all.stream().filter(name -> manager == (name.getKeyProperty("host") == null)).toList());
  }

  /** All of them. */
  List<WrapperMXBean> all() {
    return names.stream().map(name -> connection.proxy(name, WrapperMXBean.class)).toList();
  }

  /**
   * The wrapper of that name of that domain.
   *
   * @throws CommandFailure naming those that there are
   */
  WrapperMXBean find(String domain, String wrapper) throws CommandFailure {
    ObjectName found =
        names.stream()
            .filter(name -> domain.equals(ObjectNames.value(name, "domain")))
            .filter(name -> wrapper.equals(ObjectNames.value(name, "name")))
            .findFirst()
            .orElseThrow(
                () ->
                    new CommandFailure(
                        "there is no wrapper '"
                            + wrapper
                            + "' of '"
                            + domain
                            + "'; there are: "
                            + there()));
    return connection.proxy(found, WrapperMXBean.class);
  }

  private String there() {
    return names.isEmpty()
        ? "none (see docs/wrappers.md)"
        : names.stream()
            .map(name -> ObjectNames.value(name, "domain") + " " + ObjectNames.value(name, "name"))
            .collect(Collectors.joining(", "));
  }
}
