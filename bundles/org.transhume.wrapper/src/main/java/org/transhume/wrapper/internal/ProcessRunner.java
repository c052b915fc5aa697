// SPDX-License-Identifier: Apache-2.0
package org.transhume.wrapper.internal;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * Runs real programs. What they print is read as it comes and never waited for: a service that a
 * program leaves behind may hold its output open for ever.
 */
final class ProcessRunner implements CommandRunner {

  private static final Redirect NOTHING = Redirect.from(new File("/dev/null"));
  private static final int KEPT_BYTES = 16_384;
  private static final long STEP_MILLIS = 10;

  @Override
  public Ended run(Call call) throws IOException, InterruptedException {
    if (call.input().isEmpty()) {
      return run(call, NOTHING);
    }
    // Files may hold passwords: a temporary file is readable by its owner only.
    Path input = Files.createTempFile("transhume-wrapper", ".in");
    try {
      Files.writeString(input, call.input());
      return run(call, Redirect.from(input.toFile()));
    } finally {
      Files.deleteIfExists(input);
    }
  }

  private static Ended run(Call call, Redirect input) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(call.vector()).redirectInput(input);
    builder.environment().putAll(call.environment());
    Process process = builder.start();
    try (InputStream output = process.getInputStream();
        InputStream complaints = process.getErrorStream()) {
      Heard heard = new Heard(output);
      Heard complained = new Heard(complaints);
      boolean inTime = false;
      for (long left = call.limit().toMillis(); left > 0 && !inTime; left -= STEP_MILLIS) {
        inTime = process.waitFor(STEP_MILLIS, TimeUnit.MILLISECONDS);
        heard.more();
        complained.more();
      }
      return new Ended(inTime, inTime ? process.exitValue() : -1, heard.text(), complained.text());
    } finally {
      // One that has ended by itself has no descendants any more: what it started runs on.
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  /** What has come from a stream: the beginning is kept, the rest read and forgotten. */
  private static final class Heard {
    private final InputStream stream;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private final byte[] chunk = new byte[8_192];

    Heard(InputStream stream) {
      this.stream = stream;
    }

    void more() throws IOException {
      for (int there = stream.available(); there > 0; there = stream.available()) {
        int count = stream.read(chunk, 0, Math.min(chunk.length, there));
        kept.write(chunk, 0, Math.max(0, Math.min(count, KEPT_BYTES - kept.size())));
      }
    }

    String text() {
      return kept.toString(StandardCharsets.UTF_8).strip();
    }
  }
}
