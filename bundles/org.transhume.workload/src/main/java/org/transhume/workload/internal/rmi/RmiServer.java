// SPDX-License-Identifier: Apache-2.0
package org.transhume.workload.internal.rmi;

import java.io.IOException;
import java.io.ObjectInputFilter;
import java.net.InetAddress;
import java.rmi.registry.LocateRegistry;
import java.rmi.registry.Registry;
import java.rmi.server.UnicastRemoteObject;
import java.util.concurrent.CountDownLatch;
import org.transhume.workload.internal.Arguments;
import org.transhume.workload.internal.ExitCode;
import org.transhume.workload.internal.Lines;
import org.transhume.workload.internal.Program;
import org.transhume.workload.internal.UsageException;

/** Answers {@code pingPong} until it is ended. */
public final class RmiServer implements Program {

  private static final ObjectInputFilter NOTHING_ELSE =
      ObjectInputFilter.Config.createFilter(SizeableObject.class.getName() + ";!*");

  /** How the server may be made wrong. */
  private enum Sabotage {
    NONE,
    SHORTEN
  }

  @Override
  public String usage() {
    return "rmi-server ADDRESS PORT [--sabotage KIND]";
  }

  @Override
  public int run(Arguments arguments, Lines lines)
      throws UsageException, IOException, InterruptedException {
    boolean shorten = arguments.sabotage(Sabotage.NONE) == Sabotage.SHORTEN;
    InetAddress address = InetAddress.getByName(arguments.text("ADDRESS"));
    // The stub that clients get names this address.
    System.setProperty("java.rmi.server.hostname", address.getHostAddress());
    BoundSockets sockets = new BoundSockets(address);
    Registry registry = LocateRegistry.createRegistry(arguments.port(), null, sockets);
    PingPong object = shorten ? SizeableObject::shortened : given -> given;
    try {
      registry.rebind(
          PingPong.NAME,
          UnicastRemoteObject.exportObject(object, sockets.port(), null, sockets, NOTHING_ELSE));
      lines.print("ready", sockets.port());
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      UnicastRemoteObject.unexportObject(object, true);
    } finally {
      UnicastRemoteObject.unexportObject(registry, true);
    }
    return ExitCode.OK;
  }
}
