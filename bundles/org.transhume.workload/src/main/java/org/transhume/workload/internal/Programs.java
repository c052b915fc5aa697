// SPDX-License-Identifier: Apache-2.0
package org.transhume.workload.internal;

import java.util.List;
import java.util.stream.Collectors;
import org.transhume.workload.internal.load.LoadControl;
import org.transhume.workload.internal.ping.Ping;
import org.transhume.workload.internal.ping.PingServer;
import org.transhume.workload.internal.rmi.RmiClient;
import org.transhume.workload.internal.rmi.RmiPing;
import org.transhume.workload.internal.rmi.RmiServer;
import org.transhume.workload.internal.sequence.SequenceReader;
import org.transhume.workload.internal.sequence.SequenceWriter;
import org.transhume.workload.internal.stream.StreamClient;
import org.transhume.workload.internal.stream.StreamServer;

/** All programs there are; a new one is added here. */
public final class Programs {

  private static final List<Program> ALL =
      List.of(
          new LoadControl(),
          new RmiServer(),
          new RmiClient(),
          new RmiPing(),
          new Ping(),
          new PingServer(),
          new StreamServer(),
          new StreamClient(),
          new SequenceWriter(),
          new SequenceReader());

  private Programs() {}

  /**
   * The program of this name.
   *
   * @throws UsageException when there is none, with the names there are
   */
  public static Program named(String name) throws UsageException {
    return ALL.stream()
        .filter(program -> name(program).equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new UsageException(
                    "there is no program '"
                        + name
                        + "'; there are "
                        + ALL.stream().map(Programs::name).collect(Collectors.joining(", "))));
  }

  private static String name(Program program) {
    return program.usage().split(" ", 2)[0];
  }
}
