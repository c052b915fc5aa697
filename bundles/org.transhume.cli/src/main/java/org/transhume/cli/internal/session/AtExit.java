// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.session;

import java.io.Closeable;
import java.io.IOException;
import java.io.PrintWriter;

/** What ends together with this process, by whatever that is ended. */
public final class AtExit {

  private AtExit() {}

  /**
   * Closes it then.
   *
   * @param name of the thread that does it
   * @param err where it is told that it could not be closed
   */
  public static void close(Closeable session, String name, PrintWriter err) {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> close(session, err), name));
  }

  private static void close(Closeable session, PrintWriter err) {
    try {
      session.close();
    } catch (IOException e) {
      err.println("transhume: " + e.getMessage());
      err.flush();
    }
  }
}
