// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.transhume.api.mx.ObjectNames;
import org.transhume.cli.internal.CommandFailure;
import org.transhume.cli.internal.Installation;
import org.transhume.cli.internal.client.ClusterConnection;
import org.transhume.cli.internal.client.DemoMark;
import org.transhume.cli.internal.client.UserFolders;
import org.transhume.cli.internal.instance.ContainerProcess;
import org.transhume.cli.internal.session.Interruption;
import org.transhume.spi.transport.TransportProvider;

/** Runs sessions with a container that is a script. */
class DemoSessionTest {

  /** What stands behind a name. */
  public interface AnythingMBean {}

  private static final class Anything implements AnythingMBean {}

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path folder;

  private Installation installation;
  private UserFolders folders;
  private DemoOptions options;

  @BeforeEach
  void install() throws IOException {
    installation = new Installation(folder.resolve("home"));
    folders = new UserFolders(folder.resolve("config"), folder.resolve("state"));
    options = new DemoOptions(StoryKind.HOTSPOT, 3, 1, freePort());
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Test
  void shouldLeaveNeitherProcessNorFileBehind() throws Exception {
    containerThat("exec -a \"$2\" sleep 600");
    DemoMark mark;
    try (DemoSession session = DemoSession.start(installation, options, folders)) {
      mark = DemoMark.read(folders.demoFile()).orElseThrow();
      assertThat(mark.isAlive()).isTrue();
      assertThat(mark.identity()).isEqualTo(session.target().identity()).isDirectory();
      assertThat(ContainerProcess.of(mark.container())).isPresent();
      assertThat(Files.getPosixFilePermissions(mark.folder()))
          .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    }

    assertThat(mark.folder()).doesNotExist();
    assertThat(folders.demoFile()).doesNotExist();
    assertThat(ContainerProcess.of(mark.container())).isEmpty();
  }

  @Test
  void shouldSayThatTheContainerEndedAndKeepItsLog() throws Exception {
    containerThat("echo no features; exit 1");
    try (DemoSession session = DemoSession.start(installation, options, folders)) {
      assertThatThrownBy(() -> session.connect(PATIENCE, new Interruption()))
          .isInstanceOf(CommandFailure.class)
          .hasMessageContaining("the container ended while it started")
          .hasMessageContaining("demo-failed.log");
    }
    assertThat(folders.state().resolve("demo-failed.log")).hasContent("no features");
  }

  @Test
  void shouldWaitForTheManagerAlsoWhenTheContainerAnswersBeforeIt() throws Exception {
    containerThat("exec -a \"$2\" sleep 600");
    MBeanServer beans = MBeanServerFactory.newMBeanServer();
    beans.registerMBean(new Anything(), ObjectNames.agent("a-204-02"));
    try (DemoSession session = DemoSession.start(installation, options, folders);
        TransportProvider.JmxServer server = serve(session, beans)) {
      assertThat(server.port()).isEqualTo(options.port());
      assertThatThrownBy(() -> session.connect(Duration.ofSeconds(5), new Interruption()))
          .isInstanceOf(CommandFailure.class)
          .hasMessageContaining("it runs no manager");

      beans.registerMBean(new Anything(), ObjectNames.cluster());
      try (ClusterConnection connection = session.connect(PATIENCE, new Interruption())) {
        assertThat(connection.view().manager()).isPresent();
      }
    }
  }

  private TransportProvider.JmxServer serve(DemoSession session, MBeanServer beans)
      throws Exception {
    Path node = session.target().identity().resolveSibling("node");
    InetSocketAddress address =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), options.port());
    return ClusterConnection.transport().serve(node, address, beans);
  }

  @Test
  void shouldCleanUpAfterADemoThatWasKilled() throws Exception {
    containerThat("exec -a \"$2\" sleep 600");
    DemoMark killed = leftByAKilledDemo();

    try (DemoSession session = DemoSession.start(installation, options, folders)) {
      assertThat(session.isAlive()).isTrue();
      assertThat(killed.folder()).doesNotExist();
      assertThat(ContainerProcess.of(killed.container())).isEmpty();
    }
  }

  private DemoMark leftByAKilledDemo() throws Exception {
    Path base = Files.createTempDirectory(folder, "transhume-demo-");
    ContainerProcess container =
        ContainerProcess.start(
            installation, "demo", base, base.resolve("data/log/out"), java.util.List.of());
    Process ended = new ProcessBuilder("true").start();
    ended.waitFor();
    DemoMark mark =
        new DemoMark(
            ended.pid(),
            container.pid(),
            base,
            new org.transhume.spi.transport.Endpoint("127.0.0.1", 40_002),
            base);
    mark.write(folders.demoFile());
    return mark;
  }

  private void containerThat(String body) throws IOException {
    Path script = installation.container();
    Files.createDirectories(script.getParent());
    Files.writeString(script, "#!/bin/bash\n" + body + "\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
