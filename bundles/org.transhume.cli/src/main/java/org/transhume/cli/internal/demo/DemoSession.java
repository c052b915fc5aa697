// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.demo;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.transhume.api.mx.ObjectNames;
import org.transhume.cli.internal.CommandFailure;
import org.transhume.cli.internal.Installation;
import org.transhume.cli.internal.client.ClusterConnection;
import org.transhume.cli.internal.client.DemoMark;
import org.transhume.cli.internal.client.Target;
import org.transhume.cli.internal.client.UserFolders;
import org.transhume.cli.internal.instance.ContainerProcess;
import org.transhume.spi.transport.Endpoint;

/**
 * The demo's own instance: a folder that only its user may enter, identities made for it alone, and
 * one container. Closing it leaves neither a process nor a file.
 */
final class DemoSession implements AutoCloseable {

  private static final String PREFIX = "transhume-demo-";
  private static final Duration TO_STOP = Duration.ofSeconds(5);
  private static final Duration BETWEEN_ATTEMPTS = Duration.ofMillis(250);

  private final Path base;
  private final UserFolders folders;
  private final DemoMark mark;
  private final ContainerProcess container;
  private boolean closed;

  private DemoSession(Path base, UserFolders folders, DemoMark mark, ContainerProcess container) {
    this.base = base;
    this.folders = folders;
    this.mark = mark;
    this.container = container;
  }

  /** Prepares the instance and starts its container. */
  static DemoSession start(Installation installation, DemoOptions options, UserFolders folders)
      throws IOException {
    removeLeftovers(folders);
    Path base = Files.createTempDirectory(PREFIX);
    try {
      DemoIdentities identities = DemoIdentities.make(base.resolve("identities"), options.hosts());
      new DemoConfiguration(options, identities.node()).write(base.resolve("etc"));
      ContainerProcess container =
          ContainerProcess.start(installation, "demo", base, output(base), List.of());
      DemoMark mark =
          new DemoMark(
              ProcessHandle.current().pid(),
              container.pid(),
              base,
              new Endpoint("127.0.0.1", options.port()),
              identities.operator());
      DemoSession session = new DemoSession(base, folders, mark, container);
      session.announce();
      return session;
    } catch (IOException | RuntimeException e) {
      deleteTree(base);
      throw e;
    }
  }

  /** Where the container listens, and the operator who may talk to it. */
  Target target() {
    return new Target(mark.endpoint(), mark.identity());
  }

  /**
   * Waits until the container's manager answers. Its agents may be there before it: whoever asked
   * them would see loads and neither migrations nor refusals.
   *
   * @throws CommandFailure when the container ends, or there is no manager in time; its log is kept
   */
  ClusterConnection connect(Duration patience, Interruption interruption)
      throws CommandFailure, IOException {
    long deadline = System.nanoTime() + patience.toNanos();
    String last = "it runs no manager";
    while (System.nanoTime() < deadline && !interruption.isAsked()) {
      if (!container.isAlive()) {
        throw new CommandFailure("the container ended while it started" + keptLog());
      }
      try {
        Optional<ClusterConnection> connection = connectToManager();
        if (connection.isPresent()) {
          return connection.get();
        }
      } catch (IOException e) {
        last = e.getMessage();
      }
      interruption.await(BETWEEN_ATTEMPTS);
    }
    if (interruption.isAsked()) {
      throw new CommandFailure("interrupted while the container started");
    }
    throw new CommandFailure(
        "the container's manager did not answer within "
            + patience.toSeconds()
            + " s ("
            + last
            + ")"
            + keptLog());
  }

  private Optional<ClusterConnection> connectToManager() throws CommandFailure, IOException {
    ClusterConnection connection = ClusterConnection.open(target());
    boolean managed = false;
    try {
      managed = connection.has(ObjectNames.cluster());
      return managed ? Optional.of(connection) : Optional.empty();
    } finally {
      if (!managed) {
        connection.close();
      }
    }
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

  /** A demo that was killed could not clean up: ends its container and removes its folder. */
  private static void removeLeftovers(UserFolders folders) throws IOException {
    Optional<DemoMark> left = DemoMark.read(folders.demoFile()).filter(mark -> !mark.isAlive());
    if (left.isPresent()) {
      Path folder = left.get().folder();
      ContainerProcess.of(left.get().container())
          .filter(container -> container.serves(folder))
          .ifPresent(container -> container.stop(TO_STOP));
      if (folder.getFileName().toString().startsWith(PREFIX)) {
        deleteTree(folder);
      }
      Files.deleteIfExists(folders.demoFile());
    }
  }

  /** Whether the container runs. */
  boolean isAlive() {
    return container.isAlive();
  }

  /** Copies the container's log to where it outlives the demo, and says where. */
  String keptLog() {
    Path kept = folders.state().resolve("demo-failed.log");
    try {
      Files.createDirectories(kept.getParent());
      Path log = base.resolve("data/log/transhume.log");
      Files.copy(Files.exists(log) ? log : output(base), kept, StandardCopyOption.REPLACE_EXISTING);
      return "; its log: " + kept;
    } catch (IOException e) {
      return "; its log could not be kept: " + e.getMessage();
    }
  }

  @Override
  public synchronized void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    mark.remove(folders.demoFile());
    container.stop(TO_STOP);
    deleteTree(base);
  }

  private static Path output(Path base) {
    return base.resolve("data/log/console.log");
  }

  /** A container that is ending may still write: what appears meanwhile goes in another round. */
  private static void deleteTree(Path folder) throws IOException {
    for (int round = 0; round < 3 && Files.exists(folder); round++) {
      Files.walkFileTree(
          folder,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              Files.deleteIfExists(file);
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException problem)
                throws IOException {
              if (problem instanceof NoSuchFileException) {
                return FileVisitResult.CONTINUE;
              }
              throw problem;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path inner, IOException problem)
                throws IOException {
              if (isEmpty(inner)) {
                Files.deleteIfExists(inner);
              }
              return FileVisitResult.CONTINUE;
            }
          });
    }
  }

  private static boolean isEmpty(Path folder) throws IOException {
    try (Stream<Path> content = Files.list(folder)) {
      return content.findAny().isEmpty();
    }
  }
}
