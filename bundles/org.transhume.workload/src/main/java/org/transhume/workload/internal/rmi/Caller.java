// SPDX-License-Identifier: Apache-2.0
package org.transhume.workload.internal.rmi;

import java.io.IOException;
import java.net.InetAddress;
import java.rmi.NotBoundException;
import java.rmi.registry.LocateRegistry;
import org.transhume.workload.internal.Arguments;
import org.transhume.workload.internal.UsageException;

/** Calls the server and takes the time of it. */
final class Caller {

  private final PingPong server;
  private final SizeableObject argument;
  private final int bytes;

  private Caller(PingPong server, int bytes) {
    this.server = server;
    this.argument = SizeableObject.of(bytes);
    this.bytes = bytes;
  }

  /** Of the server at ADDRESS and PORT, with an argument of BYTES. */
  static Caller of(Arguments arguments) throws UsageException, IOException {
    int bytes = (int) arguments.whole("BYTES", 0, 1 << 30);
    String address = InetAddress.getByName(arguments.text("ADDRESS")).getHostAddress();
    try {
      return new Caller(
          (PingPong) LocateRegistry.getRegistry(address, arguments.port()).lookup(PingPong.NAME),
          bytes);
    } catch (NotBoundException e) {
      throw new IOException("no rmi-server is there", e);
    }
  }

  int bytes() {
    return bytes;
  }

  /**
   * One call.
   *
   * @return how long it took, in milliseconds
   * @throws IOException when it fails, or does not answer its argument
   */
  double millis() throws IOException {
    long begun = System.nanoTime();
    SizeableObject answer = server.pingPong(argument);
    double millis = (System.nanoTime() - begun) / 1e6;
    if (!answer.equals(argument)) {
      throw new IOException("the answer is not the argument of " + bytes + " bytes");
    }
    return millis;
  }
}
