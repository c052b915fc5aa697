// SPDX-License-Identifier: Apache-2.0
package org.transhume.connector.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A command's standard input and output, such as those of {@code ssh -W}. */
final class CommandWire implements Wire {

  private static final int CHUNK_BYTES = 64 * 1024;
  private static final int COMPLAINT_BYTES = 4 * 1024;
  private static final long LAST_WORDS_MILLIS = 2_000;

  /** After a half-close the command lives on: a reader at the end must not wait for long. */
  private static final long ENDING_MILLIS = 200;

  private final List<String> command;
  private final Process process;
  private final InputStream fromCommand;
  private final OutputStream toCommand;
  private final CompletableFuture<String> complaint = new CompletableFuture<>();
  private volatile boolean closed;

  private CommandWire(List<String> command, Process process) {
    this.command = command;
    this.process = process;
    this.fromCommand = process.getInputStream();
    this.toCommand = process.getOutputStream();
    Thread listener = new Thread(this::hearComplaint, "transhume-stream-command");
    listener.setDaemon(true);
    listener.start();
  }

  /** Starts the command; what it cannot reach shows when the first byte is read or written. */
  static CommandWire start(List<String> command) throws IOException {
    return new CommandWire(command, new ProcessBuilder(command).start());
  }

  @Override
  public ReadableByteChannel input() {
    return new Input();
  }

  @Override
  public WritableByteChannel output() {
    return new Output();
  }

  @Override
  public void endOutput() throws IOException {
    toCommand.close();
  }

  @Override
  public boolean isOpen() {
    return !closed;
  }

  @Override
  public String remote() {
    return String.join(" ", command);
  }

  /**
   * Ends the command and what it started; its end frees a reader, as nobody else holds the pipe.
   */
  @Override
  public void close() {
    closed = true;
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  /** Keeps the first words of the standard error and reads on, so that the command never blocks. */
  private void hearComplaint() {
    byte[] first = new byte[0];
    try (InputStream errors = process.getErrorStream()) {
      first = errors.readNBytes(COMPLAINT_BYTES);
      errors.transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      // The command has ended; what was heard counts.
      complaint.complete(new String(first, StandardCharsets.UTF_8).strip());
    }
    complaint.complete(new String(first, StandardCharsets.UTF_8).strip());
  }

  private IOException broken(IOException cause) {
    if (closed) {
      return new AsynchronousCloseException();
    }
    return new IOException(remote() + " ended" + lastWords(), cause);
  }

  private String lastWords() {
    try {
      if (!process.waitFor(LAST_WORDS_MILLIS, TimeUnit.MILLISECONDS)) {
        return " its output too early";
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    }
    String words =
        complaint
            .completeOnTimeout("", LAST_WORDS_MILLIS, TimeUnit.MILLISECONDS)
            .join()
            .replaceAll("\\s*\\R\\s*", "; ");
    return " with code " + process.exitValue() + (words.isEmpty() ? "" : ": " + words);
  }

  private final class Input implements ReadableByteChannel {

    private final byte[] chunk = new byte[CHUNK_BYTES];

    @Override
    public int read(ByteBuffer target) throws IOException {
      int count = fromCommand.read(chunk, 0, Math.min(chunk.length, target.remaining()));
      if (count > 0) {
        target.put(chunk, 0, count);
      } else if (count < 0 && (closed || failed())) {
        throw broken(null);
      }
      return count;
    }

    /** An end is an end only when the command says so: ssh that loses its peer ends otherwise. */
    private boolean failed() throws IOException {
      try {
        return process.waitFor(ENDING_MILLIS, TimeUnit.MILLISECONDS) && process.exitValue() != 0;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", e);
      }
    }

    @Override
    public boolean isOpen() {
      return !closed;
    }

    @Override
    public void close() {
      CommandWire.this.close();
    }
  }

  private final class Output implements WritableByteChannel {

    private final byte[] chunk = new byte[CHUNK_BYTES];

    @Override
    public int write(ByteBuffer source) throws IOException {
      int before = source.remaining();
      try {
        while (source.hasRemaining()) {
          int count = Math.min(chunk.length, source.remaining());
          source.get(chunk, 0, count);
          toCommand.write(chunk, 0, count);
        }
        toCommand.flush();
      } catch (IOException e) {
        throw broken(e);
      }
      return before;
    }

    @Override
    public boolean isOpen() {
      return !closed;
    }

    @Override
    public void close() {
      CommandWire.this.close();
    }
  }
}
