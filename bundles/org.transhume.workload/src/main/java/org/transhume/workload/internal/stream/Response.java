// SPDX-License-Identifier: Apache-2.0
package org.transhume.workload.internal.stream;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** One connection: reads a request and answers it by chunks until the client leaves. */
final class Response implements Runnable {

  private static final long SABOTAGED = 20;
  private static final long STALL_MILLIS = 15_000;
  private static final String END_OF_REQUEST = "\r\n\r\n";
  private static final String HEADER =
      """
      HTTP/1.1 200 OK\r
      Content-Type: text/plain\r
      Cache-Control: no-store\r
      Connection: close\r
      \r
      """;

  private final SocketChannel client;
  private final int chunkBytes;
  private final long periodMillis;
  private final Sabotage sabotage;

  Response(SocketChannel client, int chunkBytes, long periodMillis, Sabotage sabotage) {
    this.client = client;
    this.chunkBytes = chunkBytes;
    this.periodMillis = periodMillis;
    this.sabotage = sabotage;
  }

  @Override
  public void run() {
    try (client) {
      readRequest();
      write(HEADER);
      for (long number = 1; ; number++) {
        if (number == SABOTAGED) {
          sabotage(number);
        } else {
          write(Chunk.of(number, chunkBytes).line());
        }
        Thread.sleep(periodMillis);
      }
    } catch (IOException e) {
      // The client has left, as it does when it has seen enough; what it missed, it tells itself.
      return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Up to the empty line that ends it. */
  private void readRequest() throws IOException {
    ByteBuffer next = ByteBuffer.allocate(1);
    String end = "";
    while (!end.endsWith(END_OF_REQUEST) && client.read(next.clear()) > 0) {
      end = end.substring(Math.max(0, end.length() - END_OF_REQUEST.length() + 1));
      end += (char) next.get(0);
    }
  }

  private void sabotage(long number) throws IOException, InterruptedException {
    String line = Chunk.of(number, chunkBytes).line();
    switch (sabotage) {
      case SKIP -> {}
      case DROP -> {
        client.setOption(StandardSocketOptions.SO_LINGER, 0);
        throw new IOException("dropped on purpose");
      }
      case CORRUPT -> write(line.substring(0, line.length() - 2) + "*\n");
      case STALL -> {
        Thread.sleep(STALL_MILLIS);
        write(line);
      }
      case NONE -> write(line);
    }
  }

  private void write(String text) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
    while (bytes.hasRemaining()) {
      client.write(bytes);
    }
  }
}
