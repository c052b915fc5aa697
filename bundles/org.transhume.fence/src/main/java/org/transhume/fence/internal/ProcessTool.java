// SPDX-License-Identifier: Apache-2.0
package org.transhume.fence.internal;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Runs real programs. What they print goes to a file, not to a pipe: a child that a program leaves
 * behind may hold a pipe open for ever.
 */
final class ProcessTool implements Tool {

  private static final Redirect NOTHING = Redirect.from(new File("/dev/null"));
  private static final int KEPT_BYTES = 500;

  @Override
  public Ended run(List<String> command, Duration limit) throws IOException, InterruptedException {
    Path output = Files.createTempFile("transhume-fence", ".out");
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectInput(NOTHING)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      boolean inTime;
      try {
        inTime = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
      } finally {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
      return new Ended(inTime, inTime ? process.exitValue() : -1, lastWords(output));
    } finally {
      Files.deleteIfExists(output);
    }
  }

  private static String lastWords(Path file) throws IOException {
    try (SeekableByteChannel channel = Files.newByteChannel(file)) {
      channel.position(Math.max(0, channel.size() - KEPT_BYTES));
      return new String(
              Channels.newInputStream(channel).readNBytes(KEPT_BYTES), StandardCharsets.UTF_8)
          .strip();
    }
  }
}
