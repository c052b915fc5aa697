// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.view;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.transhume.api.model.StoppedDomain;
import org.transhume.api.mx.HostSample;
import org.transhume.cli.internal.CommandFailure;
import org.transhume.cli.internal.ExitCode;
import org.transhume.cli.internal.client.ClusterConnection;
import org.transhume.cli.internal.client.ClusterView;
import org.transhume.cli.internal.client.ConnectionOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code transhume list}. */
@Command(
    name = "list",
    description = "Lists hosts, domains, migrations, probes or policies.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  transhume list",
      "  transhume list domains",
      "  transhume list migrations --json",
      "  transhume list --address manager-1:7443 --identity ~/.config/transhume/operator"
    })
public final class ListCommand implements Callable<Integer> {

  /** What can be listed. */
  enum Kind {
    HOSTS,
    DOMAINS,
    STOPPED,
    MIGRATIONS,
    PROBES,
    POLICIES
  }

  @Parameters(
      arity = "0..1",
      paramLabel = "WHAT",
      defaultValue = "hosts",
      completionCandidates = Kinds.class,
      description = "hosts (default), domains, stopped, migrations, probes or policies.")
  private Kind kind;

  @Option(names = "--json", description = "Print all values as JSON.")
  private boolean json;

  @Mixin private ConnectionOptions options;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws CommandFailure, IOException {
    try (ClusterConnection connection = options.connect()) {
      print(connection.view(), new Output(spec.commandLine().getOut(), json));
    }
    return ExitCode.OK;
  }

  private void print(ClusterView cluster, Output output) throws IOException {
    switch (kind) {
      case MIGRATIONS -> {
        var migrations = cluster.migrations();
        output.print(migrations, () -> Listing.migrations(migrations));
      }
      case STOPPED -> {
        List<StoppedDomain> stopped = cluster.stopped();
        output.print(stopped, () -> Listing.stopped(stopped));
      }
      case POLICIES -> {
        List<Listing.PolicyRow> policies = policies(cluster);
        output.print(policies, () -> Listing.policies(policies));
      }
      default -> {
        List<HostSample> hosts = cluster.hosts();
        switch (kind) {
          case DOMAINS -> output.print(domains(hosts), () -> Listing.domains(hosts));
          case PROBES -> output.print(probes(hosts), () -> Listing.probes(hosts));
          default -> {
            List<String> stale = cluster.staleHosts();
            output.print(hosts, () -> Listing.hosts(hosts, stale));
          }
        }
      }
    }
  }

  private static List<Listing.PolicyRow> policies(ClusterView cluster) throws IOException {
    List<Listing.PolicyRow> rows = new ArrayList<>();
    for (String name : cluster.policyNames()) {
      cluster.policy(name).map(Listing.PolicyRow::of).ifPresent(rows::add);
    }
    return rows;
  }

  private static List<Listing.Place> domains(List<HostSample> hosts) {
    return hosts.stream()
        .flatMap(host -> host.domains().stream().map(d -> new Listing.Place(host.host(), d)))
        .toList();
  }

  private static List<ProbeRow> probes(List<HostSample> hosts) {
    return hosts.stream()
        .flatMap(host -> host.thresholds().stream().map(t -> new ProbeRow(host.host(), t)))
        .toList();
  }

  /** A probe's state and the host that it is on. */
  record ProbeRow(String host, org.transhume.api.model.ThresholdState state) {}

  /** The kinds in lower case, as people type them. */
  static final class Kinds extends ArrayList<String> {
    private static final long serialVersionUID = 1L;

    Kinds() {
      super(List.of("hosts", "domains", "stopped", "migrations", "probes", "policies"));
    }
  }
}
