// SPDX-License-Identifier: Apache-2.0
package org.transhume.workload.internal.stream;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import org.transhume.workload.internal.Arguments;
import org.transhume.workload.internal.ExitCode;
import org.transhume.workload.internal.Lines;
import org.transhume.workload.internal.Program;
import org.transhume.workload.internal.UsageException;

/** Answers every GET by a stream without an end, until it is ended itself. */
public final class StreamServer implements Program {

  private static final int CHUNKS_PER_SECOND = 10;

  @Override
  public String usage() {
    return "stream-server ADDRESS PORT BYTES_PER_SECOND [--sabotage KIND]";
  }

  @Override
  public int run(Arguments arguments, Lines lines) throws UsageException, IOException {
    int chunkBytes = (int) arguments.whole("BYTES_PER_SECOND", 1, 100_000_000) / CHUNKS_PER_SECOND;
    Sabotage sabotage = arguments.sabotage(Sabotage.NONE);
    InetSocketAddress address =
        new InetSocketAddress(InetAddress.getByName(arguments.text("ADDRESS")), arguments.port());
    try (ServerSocketChannel server = ServerSocketChannel.open()) {
      server.bind(address);
      lines.print("ready", ((InetSocketAddress) server.getLocalAddress()).getPort());
      for (long connection = 1; ; connection++) {
        SocketChannel client = server.accept();
        Thread thread =
            new Thread(
                new Response(client, chunkBytes, 1000 / CHUNKS_PER_SECOND, sabotage),
                "stream-" + connection);
        thread.setDaemon(true);
        thread.start();
      }
    } catch (ClosedByInterruptException e) {
      return ExitCode.OK;
    }
  }
}
