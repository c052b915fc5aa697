// SPDX-License-Identifier: Apache-2.0
package org.transhume.connector.internal;

import java.rmi.registry.LocateRegistry;
import java.rmi.registry.Registry;
import java.util.Map;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;
import javax.rmi.ssl.SslRMIClientSocketFactory;

/**
 * What JConsole does, in a process of its own: nothing but the JDK and its system properties for
 * stores. Prints one line for each thing tried.
 */
public final class PlainJdkClient {

  private interface Attempt {
    Object run() throws Exception;
  }

  private PlainJdkClient() {}

  // This is what the JDK's own tools do.
  @SuppressWarnings("BanJNDI")
  public static void main(String[] arguments) throws Exception {
    int port = Integer.parseInt(arguments[0]);
    SslRMIClientSocketFactory sockets = new SslRMIClientSocketFactory();
    JMXServiceURL url =
        new JMXServiceURL("service:jmx:rmi:///jndi/rmi://localhost:" + port + "/jmxrmi");
    try (JMXConnector connector =
        JMXConnectorFactory.connect(url, Map.of("com.sun.jndi.rmi.factory.socket", sockets))) {
      MBeanServerConnection connection = connector.getMBeanServerConnection();
      ObjectName lamp = new ObjectName("org.transhume:type=Lamp");
      attempt("read", () -> connection.getAttribute(lamp, "Colour"));
      attempt("invoke", () -> connection.invoke(lamp, "burn", null, null));
      Registry registry = LocateRegistry.getRegistry("localhost", port, sockets);
      attempt("list", () -> String.join(",", registry.list()));
      attempt("lookup other", () -> registry.lookup("other"));
      attempt("bind", () -> bind(registry));
      attempt(
          "rebind",
          () -> {
            registry.rebind("jmxrmi", registry);
            return "done";
          });
      attempt(
          "unbind",
          () -> {
            registry.unbind("jmxrmi");
            return "done";
          });
      attempt("list again", () -> String.join(",", registry.list()));
      attempt("count", connection::getMBeanCount);
    }
  }

  private static String bind(Registry registry) throws Exception {
    registry.bind("other", registry);
    return "done";
  }

  private static void attempt(String what, Attempt attempt) {
    try {
      System.out.println(what + " = " + attempt.run());
    } catch (Exception e) {
      System.out.println(what + " ! " + rootOf(e).getClass().getSimpleName());
    }
  }

  private static Throwable rootOf(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }
}
