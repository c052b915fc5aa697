// SPDX-License-Identifier: Apache-2.0
package org.transhume.workload.internal.stream;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import org.transhume.workload.internal.Arguments;
import org.transhume.workload.internal.ExitCode;
import org.transhume.workload.internal.Lines;
import org.transhume.workload.internal.Program;
import org.transhume.workload.internal.UsageException;

/**
 * Follows the stream of a {@link StreamServer} over one connection and tells of every chunk that is
 * missing or damaged, of a connection that ends, and of a silence that is too long.
 */
public final class StreamClient implements Program {

  private static final int CONNECT_MILLIS = 10_000;
  private static final int LOOK_MILLIS = 100;
  private static final int BUFFER_BYTES = 1 << 16;
  private static final String DEFAULT_STALL_MILLIS = "10000";
  private static final int HTTP_PORT = 80;

  @Override
  public String usage() {
    return "stream-client URL SECONDS [--stall MILLIS]";
  }

  @Override
  public int run(Arguments arguments, Lines lines)
      throws UsageException, IOException, InterruptedException {
    URI url = url(arguments.text("URL"));
    long nanos = arguments.secondsInNanos();
    double stallMillis =
        arguments.has("--stall")
            ? arguments.whole("--stall", 1, 3_600_000)
            : Double.parseDouble(DEFAULT_STALL_MILLIS);
    try (Socket socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(url.getHost(), url.getPort() < 0 ? HTTP_PORT : url.getPort()),
          CONNECT_MILLIS);
      socket.setSoTimeout(CONNECT_MILLIS);
      request(socket, url);
      socket.setSoTimeout(LOOK_MILLIS);
      long begun = System.nanoTime();
      Reception reception = new Reception(lines, stallMillis, begun);
      follow(socket.getInputStream(), reception, begun + nanos);
      return reception.isSound() ? ExitCode.OK : ExitCode.FAULT;
    }
  }

  private static URI url(String text) throws UsageException {
    try {
      URI url = new URI(text);
      if ("http".equals(url.getScheme()) && url.getHost() != null) {
        return url;
      }
    } catch (URISyntaxException e) {
      // The line below says it.
    }
    throw new UsageException("URL is '" + text + "', and must be like http://10.0.0.5:8080/");
  }

  private static void request(Socket socket, URI url) throws IOException {
    String path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
    socket
        .getOutputStream()
        .write(
            ("GET " + path + " HTTP/1.1\r\nHost: " + url.getAuthority() + "\r\n\r\n")
                .getBytes(StandardCharsets.ISO_8859_1));
    String status = headerLine(socket.getInputStream());
    if (!status.matches("HTTP/1\\.[01] 200.*")) {
      throw new IOException("the server answered '" + status + "'");
    }
    while (!headerLine(socket.getInputStream()).isEmpty()) {
      // Nothing in the header matters here.
    }
  }

  private static String headerLine(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new IOException("the server ended in its header");
      }
      line.write(next);
    }
    return line.toString(StandardCharsets.ISO_8859_1).strip();
  }

  private static void follow(InputStream in, Reception reception, long end)
      throws IOException, InterruptedException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    byte[] buffer = new byte[BUFFER_BYTES];
    while (System.nanoTime() - end < 0) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      int count = read(in, buffer, reception);
      if (count < 0) {
        return;
      }
      long now = System.nanoTime();
      for (int i = 0; i < count; i++) {
        if (buffer[i] == '\n') {
          reception.line(
              line.toString(StandardCharsets.ISO_8859_1), now, System.currentTimeMillis());
          line.reset();
        } else {
          line.write(buffer[i]);
        }
      }
    }
  }

  /** How many bytes have come, perhaps none; less than that when no more will come. */
  private static int read(InputStream in, byte[] buffer, Reception reception) throws IOException {
    try {
      int count = in.read(buffer);
      if (count < 0) {
        reception.reset("the stream came to its end");
      }
      return count;
    } catch (SocketTimeoutException e) {
      reception.silence(System.nanoTime());
      return 0;
    } catch (IOException e) {
      reception.reset(e.getMessage());
      return -1;
    }
  }
}
