// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal.sntp;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** A machine on loopback that serves its time, or whatever else, over UDP. */
public final class TimeServer implements AutoCloseable {

  private static final long SECONDS_FROM_1900_TO_1970 = 2_208_988_800L;

  private final DatagramSocket socket;
  private final Thread thread;
  private final AtomicInteger asked = new AtomicInteger();
  private volatile Function<ByteBuffer, List<ByteBuffer>> answers;

  /** A server that gives those answers to each request. */
  TimeServer(Function<ByteBuffer, List<ByteBuffer>> answers) throws IOException {
    this.answers = answers;
    this.socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    this.thread = new Thread(this::serve, "time-server");
    thread.setDaemon(true);
    thread.start();
  }

  /** A server whose clock is so much ahead of this machine's. */
  public static TimeServer ahead(long millis) throws IOException {
    return new TimeServer(request -> List.of(reply(request, System.currentTimeMillis() + millis)));
  }

  /** Sets its clock. */
  public void step(long millisAhead) {
    answers = request -> List.of(reply(request, System.currentTimeMillis() + millisAhead));
  }

  /** A server that takes requests and is silent. */
  public static TimeServer silent() throws IOException {
    return new TimeServer(request -> List.of());
  }

  /** Where it listens. */
  public InetSocketAddress address() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), socket.getLocalPort());
  }

  /** How many requests came. */
  public int asked() {
    return asked.get();
  }

  /** What a server with that clock answers. */
  static ByteBuffer reply(ByteBuffer request, long epochMillis) {
    ByteBuffer reply = ByteBuffer.allocate(SntpReply.LENGTH);
    reply.put(0, (byte) ((4 << 3) | 4)).put(1, (byte) 2);
    reply.putLong(24, request.getLong(40));
    reply.putLong(32, timestamp(epochMillis));
    reply.putLong(40, timestamp(epochMillis));
    return reply;
  }

  /** A moment as the protocol writes it. */
  static long timestamp(long epochMillis) {
    long seconds = Math.floorDiv(epochMillis, 1000) + SECONDS_FROM_1900_TO_1970;
    long fraction = (Math.floorMod(epochMillis, 1000L) << Integer.SIZE) / 1000 + 1;
    return (seconds << Integer.SIZE) | fraction;
  }

  private void serve() {
    DatagramPacket packet = new DatagramPacket(new byte[512], 512);
    try {
      while (true) {
        packet.setLength(512);
        socket.receive(packet);
        asked.incrementAndGet();
        ByteBuffer request = ByteBuffer.wrap(packet.getData(), 0, packet.getLength());
        for (ByteBuffer answer : answers.apply(request)) {
          byte[] bytes = new byte[answer.limit()];
          answer.get(0, bytes);
          socket.send(new DatagramPacket(bytes, bytes.length, packet.getSocketAddress()));
        }
      }
    } catch (IOException e) {
      // The socket was closed: nobody asks any more.
      socket.close();
    }
  }

  @Override
  public void close() {
    socket.close();
    thread.interrupt();
  }
}
