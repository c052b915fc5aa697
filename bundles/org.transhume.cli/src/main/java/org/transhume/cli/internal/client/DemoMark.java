// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.client;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import org.transhume.spi.transport.Endpoint;

/**
 * What a running demo leaves behind so that other commands find it.
 *
 * @param process the demo's process, which removes the mark when it ends
 * @param endpoint where its container listens
 * @param identity folder of its operator
 */
public record DemoMark(long process, Endpoint endpoint, Path identity) {

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
                "address = " + endpoint,
                "identity = " + identity.toString().replace("\\", "\\\\"),
                "")
            .getBytes(StandardCharsets.ISO_8859_1));
    Files.move(
        fresh,
        file,
        java.nio.file.StandardCopyOption.REPLACE_EXISTING,
        java.nio.file.StandardCopyOption.ATOMIC_MOVE);
  }

  /** Removes the mark, unless another demo has written its own meanwhile. */
  public void remove(Path file) throws IOException {
    if (read(file).map(mark -> mark.process() == process).orElse(false)) {
      Files.deleteIfExists(file);
    }
  }
}
