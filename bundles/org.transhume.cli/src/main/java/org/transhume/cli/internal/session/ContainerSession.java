// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.session;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
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
import org.transhume.cli.internal.client.Target;
import org.transhume.cli.internal.client.UserFolders;
import org.transhume.cli.internal.instance.ContainerProcess;
import org.transhume.spi.transport.Endpoint;

/**
 * A command's own instance: a folder that only its user may enter, identities made for it alone,
 * and one container with simulated hosts, their agents and a manager. Closing it leaves neither a
 * process nor a file.
 */
public final class ContainerSession implements AutoCloseable {

  private static final Duration TO_STOP = Duration.ofSeconds(5);
  private static final Duration BETWEEN_ATTEMPTS = Duration.ofMillis(250);

  private final Plan plan;
  private final Path base;
  private final Target target;
  private final ContainerProcess container;
  private final UserFolders folders;
  private boolean closed;

  private ContainerSession(
      Plan plan, Path base, Target target, ContainerProcess container, UserFolders folders) {
    this.plan = plan;
    this.base = base;
    this.target = target;
    this.container = container;
    this.folders = folders;
  }

  /** Prepares the instance and starts its container. */
  public static ContainerSession start(Installation installation, Plan plan, UserFolders folders)
      throws IOException {
    Path base = Files.createTempDirectory(prefix(plan.name()));
    try {
      SessionIdentities identities =
          SessionIdentities.make(base.resolve("identities"), plan.name(), plan.hosts());
      plan.configuration().of(base, identities.node()).write(base.resolve("etc"));
      ContainerProcess container =
          ContainerProcess.start(installation, "demo", base, output(base), List.of());
      Target target = new Target(new Endpoint("127.0.0.1", plan.port()), identities.operator());
      return new ContainerSession(plan, base, target, container, folders);
    } catch (IOException | RuntimeException e) {
      deleteTree(base);
      throw e;
    }
  }

  /** Removes what a session left behind that was killed: its container and its folder. */
  public static void removeLeftovers(String name, long container, Path folder) throws IOException {
    ContainerProcess.of(container)
        .filter(left -> left.serves(folder))
        .ifPresent(left -> left.stop(TO_STOP));
    if (folder.getFileName().toString().startsWith(prefix(name))) {
      deleteTree(folder);
    }
  }

  /** A port of the loopback address that nobody uses at the moment. */
  public static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** Where the container listens, and the operator who may talk to it. */
  public Target target() {
    return target;
  }

  /** The folder of the instance. */
  public Path base() {
    return base;
  }

  /** The process id of the container. */
  public long containerPid() {
    return container.pid();
  }

  /**
   * Waits until the container's manager answers. Its agents may be there before it: whoever asked
   * them would see loads and neither migrations nor refusals.
   *
   * @throws CommandFailure when the container ends, or there is no manager in time; its log is kept
   */
  public ClusterConnection connect(Duration patience, Interruption interruption)
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
    ClusterConnection connection = ClusterConnection.open(target);
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

  /** Whether the container runs. */
  public boolean isAlive() {
    return container.isAlive();
  }

  /** Copies the container's log to where it outlives the session, and says where. */
  private String keptLog() {
    Path kept = folders.state().resolve(plan.name() + "-failed.log");
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
    container.stop(TO_STOP);
    deleteTree(base);
  }

  private static String prefix(String name) {
    return "transhume-" + name + "-";
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

  /**
   * What a session is made of.
   *
   * @param name what it is for, such as {@code demo}
   * @param port where its container listens
   * @param hosts the simulated hosts, whose agents it runs
   * @param configuration what the container is told
   */
  public record Plan(String name, int port, List<String> hosts, Configuration configuration) {

    /** Copies the list. */
    public Plan {
      hosts = List.copyOf(hosts);
    }
  }

  /** Makes the configuration of a container. */
  @FunctionalInterface
  public interface Configuration {

    /**
     * What the container is told.
     *
     * @param base folder of the instance
     * @param identity folder of the container's identity
     */
    ComponentFiles of(Path base, Path identity);
  }
}
