// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.StandardMBean;
import org.transhume.api.model.DomainState;
import org.transhume.api.model.DomainType;
import org.transhume.api.model.HostState;
import org.transhume.api.model.StoppedDomain;
import org.transhume.api.model.ThresholdLevel;
import org.transhume.api.model.ThresholdState;
import org.transhume.api.mx.ClusterMXBean;
import org.transhume.api.mx.DomainSample;
import org.transhume.api.mx.HostSample;
import org.transhume.api.mx.MigrationEvent;
import org.transhume.api.mx.ObjectNames;
import org.transhume.cli.internal.client.ClientSettings;
import org.transhume.cli.internal.client.ClusterConnection;
import org.transhume.cli.internal.client.DemoMark;
import org.transhume.cli.internal.client.Target;
import org.transhume.cli.internal.client.UserFolders;
import org.transhume.cli.internal.session.SessionIdentities;
import org.transhume.spi.transport.Endpoint;
import org.transhume.spi.transport.TransportProvider.JmxServer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * {@code transhume rehearse}: lists a cluster that exists in this process only, over a real
 * connection. The launcher runs it once to record which classes a listing loads; with the archive
 * that Java makes of them, later listings start in half the time.
 */
@Command(
    name = "rehearse",
    hidden = true,
    description = "Loads the classes of a listing; the launcher archives them.",
    mixinStandardHelpOptions = true)
final class RehearseCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws CommandFailure, IOException, JMException {
    Path folder = Files.createTempDirectory("transhume-rehearse-");
    try {
      SessionIdentities identities =
          SessionIdentities.make(folder.resolve("identities"), "demo", List.of("h"));
      MBeanServer server = MBeanServerFactory.newMBeanServer();
      server.registerMBean(
          new StandardMBean(new SmallCluster(), ClusterMXBean.class, true), ObjectNames.cluster());
      try (JmxServer listening =
          ClusterConnection.transport()
              .serve(
                  identities.node(),
                  new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                  server)) {
        Target target =
            find(folder, new Endpoint("127.0.0.1", listening.port()), identities.operator());
        return Math.max(list(target.endpoint().toString(), target.identity()), plan(folder));
      }
    } finally {
      delete(folder);
    }
  }

  /** Finds the address as it is found while a demo runs. */
  private static Target find(Path folder, Endpoint endpoint, Path identity)
      throws CommandFailure, IOException {
    UserFolders folders = new UserFolders(folder.resolve("config"), folder.resolve("state"));
    long self = ProcessHandle.current().pid();
    new DemoMark(self, self, folder, endpoint, identity).write(folders.demoFile());
    return new ClientSettings(Map.of(), folders).resolve(Optional.empty(), Optional.empty());
  }

  private int list(String address, Path identity) {
    PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
    PrintWriter err = spec.commandLine().getErr();
    String[] connection = {"--address", address, "--identity", identity.toString()};
    int code = 0;
    for (String[] what : new String[][] {{"list"}, {"list", "domains"}, {"list", "--json"}}) {
      String[] arguments = Stream.of(what, connection).flatMap(Stream::of).toArray(String[]::new);
      code = Math.max(code, Main.run(nowhere, err, arguments));
    }
    return code;
  }

  /** Plans for a small cluster, towards each goal. */
  private int plan(Path folder) throws IOException {
    Path cluster = folder.resolve("cluster.tsv");
    StringBuilder text = new StringBuilder("#hosts 4 65536 4\n");
    for (int i = 0; i < 12; i++) {
      text.append(String.format("vm%d\t%d\t1\t%d\t50\t%d\t3%n", i, 1024 << i % 3, i / 7, i % 6));
    }
    Files.writeString(cluster, text);
    int code = 0;
    for (String goal : List.of("relieve", "balance", "consolidate", "drain:host0000")) {
      code =
          Math.max(
              code,
              Main.run(
                  new PrintWriter(Writer.nullWriter()),
                  spec.commandLine().getErr(),
                  "plan",
                  "--cluster",
                  cluster.toString(),
                  "--goal",
                  goal,
                  "--out",
                  folder.resolve("plan.tsv").toString(),
                  "--summary",
                  folder.resolve("summary.json").toString()));
    }
    return code;
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> content = Files.walk(folder)) {
      for (Path file : content.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  /** One host with one domain. */
  private static final class SmallCluster implements ClusterMXBean {

    @Override
    public List<HostSample> getHosts() {
      DomainSample domain =
          new DomainSample(
              "u",
              "d",
              1,
              DomainState.RUNNING,
              DomainType.PVH,
              1,
              1,
              256,
              0,
              0.5,
              null,
              List.of(),
              true,
              List.of(),
              1,
              Map.of());
      return List.of(
          new HostSample(
              1,
              "h",
              HostState.ACTIVE,
              1,
              "Xen",
              1,
              0.5,
              0.1,
              1,
              1,
              List.of(new ThresholdState("cpu", ThresholdLevel.NORMAL, 1, 0.5, 0.8, 0.6)),
              List.of(domain)));
    }

    @Override
    public List<String> getDomains() {
      return List.of("d");
    }

    @Override
    public List<StoppedDomain> getStopped() {
      return List.of();
    }

    @Override
    public List<String> getStaleHosts() {
      return List.of();
    }

    @Override
    public List<MigrationEvent> getMigrations() {
      return List.of();
    }
  }
}
