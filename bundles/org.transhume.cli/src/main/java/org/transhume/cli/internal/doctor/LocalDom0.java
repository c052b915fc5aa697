// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.doctor;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/** The host that this command runs on. */
final class LocalDom0 implements Dom0 {

  private static final int TOOL_SECONDS = 20;
  private static final int MOST_CHARACTERS = 256 * 1024;
  private static final int ABSENT = 127;
  private static final int TIMED_OUT = 124;

  @Override
  public Optional<String> read(String path) {
    try {
      return Optional.of(Files.readString(Path.of(path), StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  @Override
  public List<String> list(String folder) {
    String[] names = new File(folder).list();
    return names == null ? List.of() : Arrays.stream(names).sorted().toList();
  }

  @Override
  public OptionalLong freeBytes(String path) {
    Path existing = Path.of(path);
    while (existing != null && !Files.exists(existing)) {
      existing = existing.getParent();
    }
    try {
      return existing == null
          ? OptionalLong.empty()
          : OptionalLong.of(Files.getFileStore(existing).getUsableSpace());
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }

  /**
   * The output goes through a file, so that a tool that hangs with its pipe open cannot hold us.
   */
  @Override
  public Answer run(String... command) {
    Path output = null;
    try {
      output = Files.createTempFile("transhume-doctor", ".out");
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
              .redirectOutput(output.toFile())
              .start();
      if (!process.waitFor(TOOL_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return new Answer(TIMED_OUT, "no answer within " + TOOL_SECONDS + " s");
      }
      return new Answer(process.exitValue(), bounded(output));
    } catch (IOException e) {
      return new Answer(ABSENT, command[0] + " cannot be run");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Answer(TIMED_OUT, "interrupted");
    } finally {
      delete(output);
    }
  }

  private static String bounded(Path output) throws IOException {
    try (var stream = Files.newInputStream(output)) {
      return new String(stream.readNBytes(MOST_CHARACTERS), StandardCharsets.UTF_8);
    }
  }

  private static void delete(Path output) {
    if (output != null && !output.toFile().delete()) {
      output.toFile().deleteOnExit();
    }
  }
}
