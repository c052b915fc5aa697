// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Optional;
import org.transhume.cli.internal.CommandFailure;
import org.transhume.cli.internal.Installation;
import org.transhume.cli.internal.client.ClusterConnection;
import org.transhume.cli.internal.client.DemoMark;
import org.transhume.cli.internal.client.Target;
import org.transhume.cli.internal.client.UserFolders;
import org.transhume.cli.internal.session.ContainerSession;
import org.transhume.cli.internal.session.Interruption;

/** The demo's session, which the other commands find by its mark. */
final class DemoSession implements AutoCloseable {

  private static final String NAME = "demo";

  private final ContainerSession container;
  private final UserFolders folders;
  private final DemoMark mark;

  private DemoSession(ContainerSession container, UserFolders folders, DemoMark mark) {
    this.container = container;
    this.folders = folders;
    this.mark = mark;
  }

  /** Starts the session, and tells where it is. */
  static DemoSession start(Installation installation, DemoOptions options, UserFolders folders)
      throws IOException {
    removeLeftovers(folders);
    ContainerSession container =
        ContainerSession.start(
            installation,
            new ContainerSession.Plan(
                NAME,
                options.port(),
                options.hosts(),
                (base, identity) -> DemoConfiguration.of(options, identity)),
            folders);
    DemoMark mark =
        new DemoMark(
            ProcessHandle.current().pid(),
            container.containerPid(),
            container.base(),
            container.target().endpoint(),
            container.target().identity());
    DemoSession session = new DemoSession(container, folders, mark);
    session.announce();
    return session;
  }

  /** Where the container listens, and the operator who may talk to it. */
  Target target() {
    return container.target();
  }

  /**
   * Waits until the container's manager answers.
   *
   * @throws CommandFailure when the container ends, or there is no manager in time; its log is kept
   */
  ClusterConnection connect(Duration patience, Interruption interruption)
      throws CommandFailure, IOException {
    return container.connect(patience, interruption);
  }

  /** Whether the container runs. */
  boolean isAlive() {
    return container.isAlive();
  }

  /** Lets the other commands find this demo, and the next demo its leftovers. */
  private void announce() throws IOException {
    try {
      mark.write(folders.demoFile());
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  /** A demo that was killed could not clean up. */
  private static void removeLeftovers(UserFolders folders) throws IOException {
    Optional<DemoMark> left = DemoMark.read(folders.demoFile()).filter(mark -> !mark.isAlive());
    if (left.isPresent()) {
      ContainerSession.removeLeftovers(NAME, left.get().container(), left.get().folder());
      Files.deleteIfExists(folders.demoFile());
    }
  }

  @Override
  public void close() throws IOException {
    mark.remove(folders.demoFile());
    container.close();
  }
}
