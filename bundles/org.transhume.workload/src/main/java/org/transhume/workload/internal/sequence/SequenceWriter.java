// SPDX-License-Identifier: Apache-2.0
package org.transhume.workload.internal.sequence;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.transhume.workload.internal.Arguments;
import org.transhume.workload.internal.ExitCode;
import org.transhume.workload.internal.Lines;
import org.transhume.workload.internal.Program;
import org.transhume.workload.internal.UsageException;

/**
 * Writes 1, 2, 3, … to a file, a number a line, each brought to the disk before it is told. It ends
 * when it is ended.
 */
public final class SequenceWriter implements Program {

  private static final long SABOTAGED = 10;

  /** How the writer may be made wrong. */
  private enum Sabotage {
    NONE,
    SKIP
  }

  @Override
  public String usage() {
    return "sequence-writer FILE PERIOD_MS [--sabotage KIND]";
  }

  @Override
  public int run(Arguments arguments, Lines lines)
      throws UsageException, IOException, InterruptedException {
    Path file = Path.of(arguments.text("FILE"));
    long periodMillis = arguments.whole("PERIOD_MS", 0, 60_000);
    Sabotage sabotage = arguments.sabotage(Sabotage.NONE);
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      for (long number = 1; ; number++) {
        if (sabotage != Sabotage.SKIP || number != SABOTAGED) {
          append(channel, number);
          lines.print("wrote", number, System.currentTimeMillis());
        }
        Thread.sleep(periodMillis);
      }
    } catch (ClosedByInterruptException e) {
      return ExitCode.BROKEN_OFF;
    }
  }

  private static void append(FileChannel channel, long number) throws IOException {
    ByteBuffer line = ByteBuffer.wrap((number + "\n").getBytes(StandardCharsets.US_ASCII));
    while (line.hasRemaining()) {
      channel.write(line);
    }
    channel.force(true);
  }
}
