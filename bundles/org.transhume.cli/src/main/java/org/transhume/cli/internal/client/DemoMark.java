// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.client;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.Properties;
import org.transhume.spi.transport.Endpoint;

/**
 * What a running demo leaves behind so that other commands find it.
 *
 * @param process the demo's process, which removes the mark when it ends
 * @param container the process of its container
 * @param folder its instance, which lives as long as the demo
 * @param endpoint where its container listens
 * @param identity folder of its operator
 */
public record DemoMark(
    long process, long container, Path folder, Endpoint endpoint, Path identity) {

  /** The mark in a file; empty where there is none or it cannot be understood. */
  public static Optional<DemoMark> read(Path file) throws IOException {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    Properties values = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      values.load(reader);
      return Optional.of(
          new DemoMark(
              Long.parseLong(values.getProperty("process", "")),
              Long.parseLong(values.getProperty("container", "")),
              Path.of(values.getProperty("folder", "")),
              Endpoint.parse(values.getProperty("address", "")),
              Path.of(values.getProperty("identity", ""))));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Whether the demo that left the mark still runs. */
  public boolean isAlive() {
    return ProcessHandle.of(process).map(ProcessHandle::isAlive).orElse(false)
        && Files.isDirectory(identity);
  }

  /** Writes the mark, in place of an older one. */
  public void write(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    Path fresh = Files.createTempFile(file.getParent(), "demo", ".cfg");
    Files.write(
        fresh,
        String.join(
                "\n",
                "# A demo runs. 'transhume list' and the other commands find it by this file.",
                "process = " + process,
                "container = " + container,
                "folder = " + escaped(folder),
                "address = " + endpoint,
                "identity = " + escaped(identity),
                "")
            .getBytes(StandardCharsets.ISO_8859_1));
    Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  private static String escaped(Path path) {
    return path.toString().replace("\\", "\\\\");
  }

  /** Removes the mark, unless another demo has written its own meanwhile. */
  public void remove(Path file) throws IOException {
    if (read(file).map(mark -> mark.process() == process).orElse(false)) {
      Files.deleteIfExists(file);
    }
  }
}
