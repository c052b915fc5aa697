// SPDX-License-Identifier: Apache-2.0
package org.transhume.itests.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import javax.management.MBeanServerConnection;
import javax.management.MBeanServerFactory;
import javax.management.NotificationListener;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;
import org.transhume.api.mx.ObjectNames;
import org.transhume.manager.internal.HostedManager;
import org.transhume.policy.hotspot.internal.HotspotPolicy;
import org.transhume.spi.transport.Endpoint;
import org.transhume.spi.transport.JmxPeer;
import org.transhume.spi.transport.PeerIdentity;
import org.transhume.spi.transport.SecureTransport;
import org.transhume.spi.transport.StreamConnection;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * A client of the notifications bench, a process of its own. Says {@code connected} once each agent
 * has been heard; {@code begin} starts a window, {@code end} ends it and is answered by the
 * processor time and the count.
 */
@Command(name = "notifications-client", hidden = true, mixinStandardHelpOptions = true)
final class NotificationsClient implements Callable<Integer> {

  private static final int PLACES = 4_000_000;
  private static final int ATTEMPTS = 5;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** What listens. */
  enum Kind {
    /** The manager, with the hotspot policy in mode ADVISE. */
    MANAGER,
    /** Listeners that do nothing, through the same connector. */
    BARE,
    /** Listeners that do nothing, through the JDK's connector without TLS. */
    PLAIN
  }

  @Parameters(index = "0")
  private Kind kind;

  @Option(names = "--identity", required = true)
  private Path identity;

  @Option(names = "--folder", required = true)
  private Path folder;

  private final Set<Integer> heard = ConcurrentHashMap.newKeySet();
  private final List<Object> kept = new ArrayList<>();
  private volatile Receipts receipts = new Receipts(0);

  @Override
  public Integer call() throws Exception {
    List<String> ports = Files.readAllLines(folder.resolve("ports"));
    switch (kind) {
      case MANAGER -> manage(ports);
      case BARE -> listen(ports);
      case PLAIN -> listenPlain(ports);
    }
    while (heard.size() < ports.size()) {
      Thread.sleep(100);
    }
    say("connected");
    BufferedReader orders =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    long cpu = 0;
    for (String order = orders.readLine(); order != null; order = orders.readLine()) {
      if (order.equals("begin")) {
        receipts = new Receipts(PLACES);
        cpu = cpuNanos();
      } else {
        long used = cpuNanos() - cpu;
        Receipts done = receipts;
        receipts = new Receipts(0);
        done.write(folder.resolve("received-" + kind));
        say(used + " " + done.count());
      }
    }
    return 0;
  }

  private void heard(int host, long sequence) {
    receipts.note(host, sequence);
    heard.add(host);
  }

  private NotificationListener bare(int host) {
    return (told, handback) -> heard(host, told.getSequenceNumber());
  }

  private void listen(List<String> ports) throws Exception {
    SecureTransport transport = Identities.transports().open(identity);
    for (int i = 0; i < ports.size(); i++) {
      JmxPeer peer = connect(transport, new Endpoint("localhost", tlsPort(ports.get(i))));
      kept.add(peer);
      peer.connector()
          .getMBeanServerConnection()
          .addNotificationListener(
              ObjectNames.agent(NotificationsAgents.host(i)), bare(i), null, null);
    }
  }

  /** A busy machine may be late for the agents' handshake time-out. */
  private static JmxPeer connect(SecureTransport transport, Endpoint endpoint) throws IOException {
    for (int attempt = 1; ; attempt++) {
      try {
        return transport.connect(endpoint, PATIENCE);
      } catch (IOException e) {
        if (attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  @SuppressWarnings("BanJNDI") // The address was written by the agents of this very run.
  private void listenPlain(List<String> ports) throws Exception {
    for (int i = 0; i < ports.size(); i++) {
      String url = ports.get(i).substring(ports.get(i).indexOf(' ') + 1);
      JMXConnector connector = JMXConnectorFactory.connect(new JMXServiceURL(url));
      kept.add(connector);
      connector
          .getMBeanServerConnection()
          .addNotificationListener(
              ObjectNames.agent(NotificationsAgents.host(i)), bare(i), null, null);
    }
  }

  private void manage(List<String> ports) throws Exception {
    List<Endpoint> endpoints =
        ports.stream().map(line -> new Endpoint("localhost", tlsPort(line))).toList();
    HostedManager manager =
        HostedManager.watching(
            endpoints, folder.resolve("manager"), MBeanServerFactory.newMBeanServer());
    kept.add(manager);
    manager.add("hotspot", new HotspotPolicy());
    manager.use(new Overheard(Identities.transports().open(identity)));
  }

  private static int tlsPort(String line) {
    return Integer.parseInt(line.substring(0, line.indexOf(' ')));
  }

  private static long cpuNanos() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  private static void say(String line) {
    System.out.println(line);
    System.out.flush();
  }

  /**
   * The transport, with connections whose listeners are overheard after they have done their work.
   */
  private final class Overheard implements SecureTransport {
    private final SecureTransport real;

    Overheard(SecureTransport real) {
      this.real = real;
    }

    @Override
    public Set<String> ownNames() {
      return real.ownNames();
    }

    @Override
    public JmxPeer connect(Endpoint endpoint, Duration timeout) throws IOException {
      JmxPeer peer = real.connect(endpoint, timeout);
      return new JmxPeer() {
        @Override
        public PeerIdentity identity() {
          return peer.identity();
        }

        @Override
        public JMXConnector connector() {
          return overheard(peer.connector());
        }

        @Override
        public void close() {
          peer.close();
        }
      };
    }

    @Override
    public StreamConnection openStream(Endpoint endpoint, String expectedHost, Duration timeout)
        throws IOException {
      return real.openStream(endpoint, expectedHost, timeout);
    }

    @Override
    public StreamListener listen(InetSocketAddress address, Consumer<StreamConnection> handler)
        throws IOException {
      return real.listen(address, handler);
    }

    private JMXConnector overheard(JMXConnector connector) {
      return proxy(
          JMXConnector.class,
          connector,
          (name, arguments, result) ->
              name.equals("getMBeanServerConnection")
                  ? overheard((MBeanServerConnection) result)
                  : result);
    }

    private MBeanServerConnection overheard(MBeanServerConnection connection) {
      IdentityHashMap<Object, NotificationListener> listeners = new IdentityHashMap<>();
      return proxy(
          MBeanServerConnection.class,
          connection,
          (name, arguments, result) -> {
            // Before the call: a listener to an agent is exchanged for one that also tells us.
            if (arguments != null
                && arguments.length > 1
                && arguments[0] instanceof ObjectName to
                && to.getKeyProperty("host") != null
                && arguments[1] instanceof NotificationListener listener) {
              synchronized (listeners) {
                arguments[1] = listeners.computeIfAbsent(listener, any -> telling(to, listener));
              }
            }
            return result;
          });
    }

    private NotificationListener telling(ObjectName agent, NotificationListener listener) {
      int host = Integer.parseInt(ObjectNames.value(agent, "host").substring(1));
      return (told, handback) -> {
        listener.handleNotification(told, handback);
        heard(host, told.getSequenceNumber());
      };
    }
  }

  /** Called before a call with no result, and after it with its result. */
  private interface Bystander {
    Object see(String method, Object[] arguments, Object result);
  }

  private static <T> T proxy(Class<T> type, T real, Bystander bystander) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> {
              bystander.see("", arguments, null);
              try {
                return bystander.see(method.getName(), null, method.invoke(real, arguments));
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }
}
