// SPDX-License-Identifier: Apache-2.0
package org.transhume.itests.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channel;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import org.transhume.agent.internal.relay.Relay;
import org.transhume.agent.internal.relay.RelayMeter;
import org.transhume.agent.internal.relay.ThreadCarrier;
import org.transhume.api.model.Explanation;
import org.transhume.connector.internal.StreamTransports;
import org.transhume.migration.side.Side;
import org.transhume.migration.side.WireMessage;
import org.transhume.spi.hypervisor.IncomingTransfer;
import org.transhume.spi.hypervisor.OutgoingTransfer;
import org.transhume.spi.hypervisor.TransferOutcome;
import org.transhume.spi.transport.Endpoint;
import org.transhume.spi.transport.SecureTransport;
import org.transhume.spi.transport.StreamConnection;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * One agent's side of the relay bench, a process of its own: for each named pipe that is named to
 * it, it carries what comes through the pipe (source) or through the stream (target). Says {@code
 * port N} first and {@code carried} after each.
 */
@Command(name = "relay-side", hidden = true, mixinStandardHelpOptions = true)
final class RelaySide implements Callable<Integer> {

  @Option(names = "--identity", required = true)
  private Path identity;

  @Option(names = "--plain")
  private boolean plain;

  @Option(names = "--to", defaultValue = "0", description = "The target's port; 0 for the target.")
  private int targetPort;

  private final LinkedBlockingQueue<StreamConnection> arrived = new LinkedBlockingQueue<>();

  @Override
  public Integer call() throws Exception {
    SecureTransport transport = StreamTransports.open(identity, !plain);
    if (targetPort == 0) {
      int port =
          transport
              .listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), arrived::add)
              .port();
      say("port " + port);
    }
    BufferedReader orders =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String pipe = orders.readLine(); pipe != null; pipe = orders.readLine()) {
      carry(transport, Path.of(pipe));
      say("carried");
    }
    return 0;
  }

  private void carry(SecureTransport transport, Path pipe) throws Exception {
    Ended ended = new Ended();
    RelayMeter meter = new RelayMeter(System::nanoTime);
    if (targetPort == 0) {
      StreamConnection stream = arrived.take();
      FileChannel to = FileChannel.open(pipe, StandardOpenOption.WRITE);
      Relay.start(
          "bench",
          Side.TARGET,
          new Relay.Joint(new Receiver(to, ended), stream, meter),
          bytes -> 0,
          ended,
          new ThreadCarrier());
    } else {
      StreamConnection stream =
          transport.openStream(
              new Endpoint("localhost", targetPort), "localhost", Duration.ofSeconds(10));
      FileChannel from = FileChannel.open(pipe, StandardOpenOption.READ);
      Relay.start(
          "bench",
          Side.SOURCE,
          new Relay.Joint(new Sender(from, ended), stream, meter),
          bytes -> 0,
          ended,
          new ThreadCarrier());
    }
    ended.future.get();
  }

  private static void say(String line) {
    System.out.println(line);
    System.out.flush();
  }

  /** Hears when the pipe of this side was closed, which the relay does at the very end. */
  private static final class Ended implements Relay.Listener {
    private final CompletableFuture<Void> future = new CompletableFuture<>();

    @Override
    public void messageSeen(WireMessage message, int status) {
      future.completeExceptionally(new IOException("nobody said " + message));
    }

    @Override
    public void broken(Explanation why) {
      future.completeExceptionally(new IOException(why.text()));
    }
  }

  /** Tells when it is closed; what it carries goes straight to or from the pipe. */
  private static class Pipe implements ReadableByteChannel, WritableByteChannel {
    private final FileChannel pipe;
    private final CompletableFuture<Void> ended;

    Pipe(FileChannel pipe, CompletableFuture<Void> ended) {
      this.pipe = pipe;
      this.ended = ended;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
      int count = pipe.read(target);
      if (count < 0) {
        ended.complete(null);
      }
      return count;
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
      return pipe.write(source);
    }

    @Override
    public boolean isOpen() {
      return pipe.isOpen();
    }

    @Override
    public void close() throws IOException {
      pipe.close();
      ended.complete(null);
    }
  }

  /** The direction that carries nothing here. */
  private static final class Silence implements ReadableByteChannel, WritableByteChannel {

    @Override
    public int read(ByteBuffer target) {
      return -1;
    }

    @Override
    public int write(ByteBuffer source) {
      int count = source.remaining();
      source.position(source.limit());
      return count;
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {}
  }

  private static void closeQuietly(Channel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      System.err.println("a pipe did not close: " + e.getMessage());
    }
  }

  /** The source's process: whatever comes through the pipe. */
  private static final class Sender implements OutgoingTransfer {
    private final Pipe pipe;

    Sender(FileChannel from, Ended ended) {
      pipe = new Pipe(from, ended.future);
    }

    @Override
    public ReadableByteChannel output() {
      return pipe;
    }

    @Override
    public WritableByteChannel input() {
      return new Silence();
    }

    @Override
    public CompletionStage<TransferOutcome> outcome() {
      return new CompletableFuture<>();
    }

    @Override
    public void cut() {
      closeQuietly(pipe);
    }

    @Override
    public long memoryBytesPerStreamByte() {
      return 1;
    }

    @Override
    public long expectedMemoryBytes() {
      return 0;
    }

    @Override
    public Optional<Instant> suspendedAt() {
      return Optional.empty();
    }
  }

  /** The target's process: the pipe takes all. */
  private static final class Receiver implements IncomingTransfer {
    private final Pipe pipe;

    Receiver(FileChannel to, Ended ended) {
      pipe = new Pipe(to, ended.future);
    }

    @Override
    public ReadableByteChannel output() {
      return new Silence();
    }

    @Override
    public WritableByteChannel input() {
      return pipe;
    }

    @Override
    public CompletionStage<TransferOutcome> outcome() {
      return new CompletableFuture<>();
    }

    @Override
    public void cut() {
      closeQuietly(pipe);
    }

    @Override
    public void kill() {
      closeQuietly(pipe);
    }
  }
}
