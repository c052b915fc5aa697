// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.view;

import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.transhume.api.model.StoppedDomain;
import org.transhume.api.mx.HostSample;
import org.transhume.api.mx.MigrationEvent;
import org.transhume.cli.internal.CommandFailure;
import org.transhume.cli.internal.ExitCode;
import org.transhume.cli.internal.client.ClusterConnection;
import org.transhume.cli.internal.client.ClusterView;
import org.transhume.cli.internal.client.ConnectionOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code transhume names}: what the shell's completion asks for. */
@Command(
    name = "names",
    hidden = true,
    description = "Prints names for the shell's completion, one a line.",
    mixinStandardHelpOptions = true)
public final class NamesCommand implements Callable<Integer> {

  /** Which names. */
  enum Kind {
    HOSTS,
    DOMAINS,
    STOPPED,
    MIGRATIONS,
    POLICIES,
    ALL
  }

  @Parameters(arity = "0..1", defaultValue = "all", description = "Which names.")
  private Kind kind;

  @Mixin private ConnectionOptions options;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws CommandFailure, IOException {
    try (ClusterConnection connection = options.connect()) {
      names(connection.view()).forEach(spec.commandLine().getOut()::println);
    }
    return ExitCode.OK;
  }

  private Set<String> names(ClusterView cluster) {
    Set<String> names = new TreeSet<>();
    if (kind == Kind.HOSTS || kind == Kind.DOMAINS || kind == Kind.ALL) {
      for (HostSample host : cluster.hosts()) {
        if (kind != Kind.DOMAINS) {
          names.add(host.host());
        }
        if (kind != Kind.HOSTS) {
          host.domains().forEach(domain -> names.add(domain.name()));
        }
      }
    }
    if (kind == Kind.STOPPED) {
      cluster.stopped().stream().map(StoppedDomain::name).forEach(names::add);
    }
    if (kind == Kind.MIGRATIONS || kind == Kind.ALL) {
      cluster.migrations().stream().map(MigrationEvent::id).forEach(names::add);
    }
    if (kind == Kind.POLICIES || kind == Kind.ALL) {
      names.addAll(cluster.policyNames());
      names.add("manager");
    }
    return names;
  }
}
