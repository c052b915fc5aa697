// SPDX-License-Identifier: Apache-2.0
package org.transhume.workload.internal.ping;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import org.transhume.workload.internal.Arguments;
import org.transhume.workload.internal.ExitCode;
import org.transhume.workload.internal.Lines;
import org.transhume.workload.internal.Program;
import org.transhume.workload.internal.UsageException;

/**
 * Sends requests in a fixed beat, without waiting for answers, to a {@link PingServer}, or by the
 * system's ping to whatever answers that. A request that is not answered in time is lost; the
 * interruption is the longest time without an answer.
 */
public final class Ping implements Program {

  private static final int REQUEST_BYTES = 2 * Long.BYTES;

  @Override
  public String usage() {
    return "ping ADDRESS PORT PERIOD_MS TIMEOUT_MS SECONDS [--source ADDRESS] [--icmp]";
  }

  @Override
  public int run(Arguments arguments, Lines lines)
      throws UsageException, IOException, InterruptedException {
    long periodMillis = arguments.whole("PERIOD_MS", 1, 60_000);
    Beat beat =
        new Beat(
            TimeUnit.MILLISECONDS.toNanos(periodMillis),
            TimeUnit.MILLISECONDS.toNanos(arguments.whole("TIMEOUT_MS", 1, 600_000)),
            arguments.secondsInNanos());
    int port = arguments.port();
    if (arguments.has("--icmp")) {
      return new SystemPing().run(arguments, lines);
    }
    InetSocketAddress source =
        arguments.has("--source")
            ? new InetSocketAddress(
                InetAddress.getByName(arguments.option("--source").orElseThrow()), 0)
            : null;
    InetAddress address = InetAddress.getByName(arguments.text("ADDRESS"));
    try (DatagramChannel channel = DatagramChannel.open();
        Selector selector = Selector.open()) {
      channel.bind(source);
      channel.configureBlocking(false);
      channel.register(selector, SelectionKey.OP_READ);
      Requests requests = new Requests(beat.timeoutNanos());
      send(
          beat, new Peer(channel, new InetSocketAddress(address, port)), selector, requests, lines);
      lines.print(
          "interruption",
          requests.longestSilenceMillis(),
          requests.lost(),
          requests.lost() * periodMillis);
      return ExitCode.OK;
    } catch (ClosedByInterruptException e) {
      return ExitCode.BROKEN_OFF;
    }
  }

  private static void send(Beat beat, Peer peer, Selector selector, Requests requests, Lines lines)
      throws IOException, InterruptedException {
    long begun = System.nanoTime();
    long next = begun;
    long end = begun + beat.lengthNanos();
    while (next - end < 0 || requests.areWaiting()) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      long now = System.nanoTime();
      if (next - end < 0 && now - next >= 0) {
        long number = requests.sent(now);
        lines.print("sent", number, System.currentTimeMillis());
        peer.send(number);
        // A beat that was missed, because this machine stood still, is not made up for.
        next += beat.periodNanos() * Math.max(1, (now - next) / beat.periodNanos());
      }
      long pauseNanos = Math.min(beat.periodNanos(), Math.max(0, next - System.nanoTime()));
      selector.select(Math.max(1, TimeUnit.NANOSECONDS.toMillis(pauseNanos)));
      selector.selectedKeys().clear();
      receive(peer, requests, lines);
      for (long number : requests.expired(System.nanoTime())) {
        lines.print("lost", number);
      }
    }
  }

  private static void receive(Peer peer, Requests requests, Lines lines) throws IOException {
    for (long number = peer.receive(); number > 0; number = peer.receive()) {
      OptionalDouble millis = requests.answered(number, System.nanoTime());
      if (millis.isPresent()) {
        lines.print("answered", number, millis.getAsDouble());
      }
    }
  }

  /** How often, how long one waits, and how long all of it takes. */
  private record Beat(long periodNanos, long timeoutNanos, long lengthNanos) {}

  /** The other side. Requests bear a mark, so that answers to another's are not taken for ours. */
  private record Peer(DatagramChannel channel, SocketAddress address, long mark) {

    Peer(DatagramChannel channel, SocketAddress address) {
      this(channel, address, System.nanoTime());
    }

    /** A network that refuses a request has lost it; that no answer comes will show it. */
    @SuppressWarnings("EmptyCatch")
    void send(long number) throws ClosedByInterruptException {
      ByteBuffer request = ByteBuffer.allocate(REQUEST_BYTES).putLong(mark).putLong(number).flip();
      try {
        channel.send(request, address);
      } catch (ClosedByInterruptException e) {
        throw e;
      } catch (IOException e) {
        // Unreachable for now.
      }
    }

    /** The number of a request that is answered, or 0 when there is no answer now. */
    long receive() throws IOException {
      ByteBuffer answer = ByteBuffer.allocate(REQUEST_BYTES + 1);
      while (channel.receive(answer) != null) {
        answer.flip();
        if (answer.remaining() == REQUEST_BYTES && answer.getLong() == mark) {
          return answer.getLong();
        }
        answer.clear();
      }
      return 0;
    }
  }
}
