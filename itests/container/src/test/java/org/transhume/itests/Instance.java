// SPDX-License-Identifier: Apache-2.0
package org.transhume.itests;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * A container as an administrator runs it: the distribution's own {@code bin/container}, with a
 * folder of its own for configuration, plug-ins and data. Closing it ends the process.
 */
final class Instance implements AutoCloseable {

  private static final long TO_STOP_SECONDS = 90;

  private final String role;
  private final Path base;
  private final ContainerLog log;
  private String programs = System.getenv("PATH");
  private Process process;

  /**
   * An instance that does not run yet.
   *
   * @param role agent, manager or demo
   * @param name of its folder among those of all stories
   */
  Instance(String role, String name) throws IOException {
    this.role = role;
    this.base = Scratch.folder(name);
    this.log = new ContainerLog(base.resolve("data/log/transhume.log"));
    Files.createDirectories(base.resolve("etc"));
    Files.createDirectories(base.resolve("deploy"));
    Files.createDirectories(base.resolve("data/tmp"));
  }

  /** Writes a configuration file whole, as an editor does; a running container takes it up. */
  void configure(String pid, String... lines) throws IOException {
    Path fresh =
        Files.writeString(
            base.resolve("data/tmp").resolve(pid),
            String.join("\n", lines) + "\n",
            StandardCharsets.ISO_8859_1);
    Files.move(fresh, base.resolve("etc").resolve(pid + ".cfg"), REPLACE_EXISTING);
  }

  /** Lets it listen for JMX on that port of the loopback address. */
  void configureConnector(Path identity, int port) throws IOException {
    configure(
        "org.transhume.connector",
        "identity = " + identity,
        "address = 127.0.0.1",
        "port = " + port);
  }

  /** Lets the container find programs in that folder before all others, from its next start on. */
  void findProgramsIn(Path folder) {
    programs = folder + File.pathSeparator + System.getenv("PATH");
  }

  /** The folder of what the container keeps. */
  Path data() {
    return base.resolve("data");
  }

  /** Starts the process; what it does from now on is in {@link #log()}. */
  void start() throws IOException {
    Path container = Containers.distributionFolder().resolve("bin/container");
    ProcessBuilder builder =
        new ProcessBuilder(container.toString(), role, base.toString())
            .redirectInput(new File("/dev/null"))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(base.resolve("console.log").toFile()));
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("PATH", programs);
    process = builder.start();
  }

  /** The process. */
  ProcessHandle process() {
    return process.toHandle();
  }

  ContainerLog log() {
    return log;
  }

  /** Puts a plug-in into the deploy folder under that name, at once, as {@code mv} does. */
  Path drop(Path plugin, String name) throws IOException {
    return Deploy.dropInto(base, plugin, name);
  }

  /** Ends the process as systemd does, by force when it does not end by itself. */
  void stop() throws InterruptedException {
    if (process == null) {
      return;
    }
    process.destroy();
    if (!process.waitFor(TO_STOP_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
      throw new AssertionError("the container did not end within " + TO_STOP_SECONDS + " s");
    }
    process = null;
  }

  @Override
  public void close() throws InterruptedException {
    stop();
  }
}
