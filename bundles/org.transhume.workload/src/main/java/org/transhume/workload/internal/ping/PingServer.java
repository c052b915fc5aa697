// SPDX-License-Identifier: Apache-2.0
package org.transhume.workload.internal.ping;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.DatagramChannel;
import org.transhume.workload.internal.Arguments;
import org.transhume.workload.internal.ExitCode;
import org.transhume.workload.internal.Lines;
import org.transhume.workload.internal.Program;
import org.transhume.workload.internal.UsageException;

/** Sends every datagram back to where it came from, until it is ended. */
public final class PingServer implements Program {

  private static final int LONGEST_DATAGRAM = 1500;
  private static final long SABOTAGED_FROM = 100;

  /** How the server may be made wrong. */
  private enum Sabotage {
    NONE,
    DEAF
  }

  @Override
  public String usage() {
    return "ping-server ADDRESS PORT [--sabotage KIND]";
  }

  @Override
  public int run(Arguments arguments, Lines lines) throws UsageException, IOException {
    boolean deaf = arguments.sabotage(Sabotage.NONE) == Sabotage.DEAF;
    InetSocketAddress address =
        new InetSocketAddress(InetAddress.getByName(arguments.text("ADDRESS")), arguments.port());
    try (DatagramChannel channel = DatagramChannel.open()) {
      channel.bind(address);
      lines.print("ready", ((InetSocketAddress) channel.getLocalAddress()).getPort());
      ByteBuffer datagram = ByteBuffer.allocate(LONGEST_DATAGRAM);
      for (long received = 1; ; received++) {
        SocketAddress sender = channel.receive(datagram.clear());
        if (!deaf || received < SABOTAGED_FROM) {
          channel.send(datagram.flip(), sender);
        }
      }
    } catch (ClosedByInterruptException e) {
      return ExitCode.OK;
    }
  }
}
