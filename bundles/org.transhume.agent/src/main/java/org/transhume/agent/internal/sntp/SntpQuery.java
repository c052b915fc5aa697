// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal.sntp;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Asks a machine for its time, by one packet of RFC 4330 and its reply.
 *
 * @param clock what the machine's clock is compared with
 * @param nanoTime a clock that never jumps, for how long it takes
 * @param random draws what a reply has to repeat
 */
public record SntpQuery(Clock clock, LongSupplier nanoTime, Random random) {

  /** Where time is served. */
  public static final int PORT = 123;

  private static final int LONGEST = 512;

  /**
   * Asks once, and blocks for no longer than that. Packets that are no reply are passed over.
   *
   * @return by how many milliseconds the server's clock is ahead
   * @throws IOException when no reply came in time; says what came instead
   */
  public long offsetMillis(InetSocketAddress server, int millis) throws IOException {
    if (server.isUnresolved()) {
      throw new IOException("nobody knows the address of " + server.getHostString());
    }
    try (DatagramSocket socket = new DatagramSocket()) {
      // Only what comes from there is received, and a closed port is heard of at once.
      socket.connect(server);
      long stamp = random.nextLong();
      long asked = clock.millis();
      long began = nanoTime.getAsLong();
      socket.send(new DatagramPacket(request(stamp), SntpReply.LENGTH));
      return reply(socket, stamp, asked, began, millis);
    }
  }

  private long reply(DatagramSocket socket, long stamp, long asked, long began, int millis)
      throws IOException {
    String problem = "no reply came";
    DatagramPacket packet = new DatagramPacket(new byte[LONGEST], LONGEST);
    while (true) {
      long left = millis - since(began);
      if (left <= 0) {
        throw new IOException(problem + " within " + millis + " ms");
      }
      socket.setSoTimeout((int) left);
      try {
        packet.setLength(LONGEST);
        socket.receive(packet);
        long answered = asked + since(began);
        return SntpReply.parse(ByteBuffer.wrap(packet.getData(), 0, packet.getLength()), stamp)
            .offsetMillis(asked, answered);
      } catch (SocketTimeoutException e) {
        throw new IOException(problem + " within " + millis + " ms", e);
      } catch (UnusableReply e) {
        problem = e.getMessage();
      }
    }
  }

  private long since(long began) {
    return TimeUnit.NANOSECONDS.toMillis(nanoTime.getAsLong() - began);
  }

  private static byte[] request(long stamp) {
    ByteBuffer packet = ByteBuffer.allocate(SntpReply.LENGTH);
    packet.put(0, (byte) ((SntpReply.VERSION << SntpReply.VERSION_SHIFT) | SntpReply.CLIENT));
    packet.putLong(SntpReply.TRANSMIT_AT, stamp);
    return packet.array();
  }
}
