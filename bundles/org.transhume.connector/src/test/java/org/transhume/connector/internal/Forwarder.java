// SPDX-License-Identifier: Apache-2.0
package org.transhume.connector.internal;

import java.io.IOException;
import java.net.Socket;

/** What {@code ssh -W} does once it is logged in: standard input and output joined to a port. */
final class Forwarder {

  private Forwarder() {}

  public static void main(String[] hostAndPort) throws Exception {
    try (Socket socket = new Socket(hostAndPort[0], Integer.parseInt(hostAndPort[1]))) {
      Thread forth =
          new Thread(
              () -> {
                try {
                  System.in.transferTo(socket.getOutputStream());
                  socket.shutdownOutput();
                } catch (IOException e) {
                  System.err.println("forth: " + e.getMessage());
                }
              });
      forth.start();
      socket.getInputStream().transferTo(System.out);
      System.out.close();
      forth.join();
    } catch (IOException e) {
      System.err.println("connect to " + String.join(" port ", hostAndPort) + " failed");
      System.exit(255);
    }
  }
}
