// SPDX-License-Identifier: Apache-2.0
package org.transhume.hypervisor.xl.internal;

import java.io.IOException;
import java.nio.channels.Channel;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.transhume.spi.hypervisor.HypervisorException;
import org.transhume.spi.hypervisor.Reason;

/**
 * Two named pipes, through which a program that knows their names and nothing of Java speaks with
 * this process. Opening a named pipe waits for the other end; both sides open {@code up} first, so
 * that they meet, and a program that never comes is replaced by ourselves, so that nobody waits for
 * ever.
 */
final class StreamPipes {

  private static final Logger LOG = LoggerFactory.getLogger(StreamPipes.class);
  private static final long PAUSE_MILLIS = 20;

  private final Path up;
  private final Path down;

  private StreamPipes(Path up, Path down) {
    this.up = up;
    this.down = down;
  }

  /**
   * Makes the pipes, for this user only.
   *
   * @param token their name, of letters and digits
   */
  static StreamPipes make(CommandRunner runner, Path folder, String token, Duration timeLimit)
      throws HypervisorException {
    try {
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } catch (IOException e) {
      throw failed("The folder of pipes " + folder + " cannot be made", folder, e);
    }
    StreamPipes pipes =
        new StreamPipes(folder.resolve(token + ".up"), folder.resolve(token + ".down"));
    Command command =
        new Command(
            List.of("mkfifo", "-m", "600", pipes.up.toString(), pipes.down.toString()), timeLimit);
    CommandResult result = runner.run(command);
    if (!result.succeeded()) {
      throw Diagnosis.COMMAND.of(command, result.exitCode(), result.complaints());
    }
    return pipes;
  }

  /** The two ends of this process. */
  record Ends(FileChannel fromProgram, FileChannel toProgram) {

    void close() {
      closeQuietly(fromProgram);
      closeInput();
    }

    /** Tells the program that nothing more comes; what it said may still be read. */
    void closeInput() {
      closeQuietly(toProgram);
    }
  }

  /**
   * Meets the program at both pipes, whose names are gone afterwards.
   *
   * @param program who shall come
   * @throws HypervisorException when it left, or did not come in time
   */
  Ends join(RunningCommand program, Duration timeLimit) throws HypervisorException {
    FutureTask<Ends> opening = new FutureTask<>(this::open);
    Thread opener = new Thread(opening, "transhume-xl-pipes");
    opener.setDaemon(true);
    opener.start();
    long deadline = System.nanoTime() + timeLimit.toNanos();
    boolean met = false;
    try {
      while (!met && program.isAlive() && System.nanoTime() - deadline < 0) {
        met = isDone(opening);
      }
      met = met || isDone(opening);
      if (met) {
        return opening.get();
      }
    } catch (ExecutionException e) {
      throw failed("The pipes to xl cannot be opened", up, e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      if (!met) {
        standIn(opening);
      }
      remove();
    }
    throw new HypervisorException(
        Reason.TIMED_OUT,
        "xl did not open its ends of the pipes within " + timeLimit.toMillis() + " ms.",
        Map.of("timeLimitMillis", "" + timeLimit.toMillis()));
  }

  /** Removes the names. Whoever has a pipe open keeps it. */
  void remove() throws HypervisorException {
    try {
      Files.deleteIfExists(up);
      Files.deleteIfExists(down);
    } catch (IOException e) {
      throw failed("A pipe cannot be removed", up, e);
    }
  }

  private Ends open() throws IOException {
    FileChannel fromProgram = FileChannel.open(up, StandardOpenOption.READ);
    return new Ends(fromProgram, FileChannel.open(down, StandardOpenOption.WRITE));
  }

  private static boolean isDone(FutureTask<Ends> opening)
      throws InterruptedException, ExecutionException {
    try {
      opening.get(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    }
  }

  /** Plays the program's part, so that the thread that waits for it comes free. */
  private void standIn(FutureTask<Ends> opening) throws HypervisorException {
    // On Linux, opening a named pipe in both directions waits for nobody.
    try (FileChannel upEnd =
            FileChannel.open(up, StandardOpenOption.READ, StandardOpenOption.WRITE);
        FileChannel downEnd =
            FileChannel.open(down, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      boolean interrupted = false;
      while (upEnd.isOpen() && downEnd.isOpen()) {
        try {
          opening.get().close();
          break;
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (ExecutionException e) {
          break;
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    } catch (IOException e) {
      throw failed("The pipes to xl cannot be opened", up, e);
    }
  }

  /** Closes a pipe of which nobody cares any more. */
  static void closeQuietly(Channel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      // A pipe's end that fails to close is closed all the same; nothing depends on it any more.
      LOG.debug("Closing a pipe failed", e);
    }
  }

  private static HypervisorException failed(String what, Path where, Throwable cause) {
    return new HypervisorException(
        Reason.FAILED, what + ": " + cause.getMessage(), Map.of("path", where.toString()), cause);
  }
}
