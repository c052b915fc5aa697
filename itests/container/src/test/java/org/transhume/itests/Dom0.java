// SPDX-License-Identifier: Apache-2.0
package org.transhume.itests;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A host and its agent, the latter as it runs on every dom0: real {@code xl} processes, pipes,
 * relay, TLS and journals. Where Xen would be there is a stand-in for the {@code xl} program, which
 * keeps domains in files. So domains, and transfers under way, outlive an agent that is killed, as
 * they do on Xen; a simulated host would die with the process that simulates it.
 */
final class Dom0 implements AutoCloseable {

  private static final Path STAND_IN = Path.of("src/test/dom0/xl").toAbsolutePath();
  private static final List<String> TOOLS =
      List.of("xl", "chronyc", "xenstore-ls", "xenstore-read", "systemd-run");

  private final String host;
  private final int port;
  private final Path folder;
  private final Instance agent;

  /**
   * A host without domains, whose agent does not run yet.
   *
   * @param identity the agent's
   * @param port where it listens
   * @param cluster the folder of all hosts
   * @param firstDomid hosts share the list of processes, so that their domids have to differ
   */
  Dom0(String host, Path identity, int port, Path cluster, int firstDomid) throws IOException {
    this.host = host;
    this.port = port;
    this.folder = Files.createDirectory(cluster.resolve(host));
    for (String tool : TOOLS) {
      Files.createSymbolicLink(folder.resolve(tool), STAND_IN);
    }
    Files.writeString(folder.resolve("next-domid"), Integer.toString(firstDomid));
    this.agent = new Instance("agent", cluster.getFileName() + "-agent-" + host);
    agent.findProgramsIn(folder);
    agent.configureConnector(identity, port);
    agent.configure(
        "org.transhume.hypervisor.xl",
        "host = " + host,
        "xlPath = " + folder.resolve("xl"),
        "runFolder = " + agent.data().resolve("pipes"));
    agent.configure("org.transhume.agent", "periodMillis = 500", "streamPort = 0");
  }

  String host() {
    return host;
  }

  String endpoint() {
    return "127.0.0.1:" + port;
  }

  int port() {
    return port;
  }

  Instance agent() {
    return agent;
  }

  /** The names of all copies of domains that this host has, in whatever state they are. */
  List<String> copies() throws IOException {
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> copies = Files.newDirectoryStream(folder, "domain-*[0-9]")) {
      for (Path copy : copies) {
        names.add(Files.readString(copy).split(" ", -1)[0]);
      }
    }
    return names;
  }

  @Override
  public void close() throws InterruptedException {
    agent.close();
  }
}
