// SPDX-License-Identifier: Apache-2.0

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.management.Attribute;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanServerConnection;
import javax.management.Notification;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.TabularData;
import javax.management.remote.JMXConnectionNotification;
import org.transhume.spi.transport.Endpoint;
import org.transhume.spi.transport.JmxPeer;
import org.transhume.spi.transport.TransportProvider;

/**
 * What a JMX client of anybody's does, for the lab's scripts: reads and sets attributes, invokes
 * operations, waits for a migration's end and writes notifications down, by name and text alone. It
 * is compiled with the command line's jar as class path.
 */
final class LabJmx {

  private static final Duration PATIENCE = Duration.ofSeconds(100);
  private static final Duration LONGEST_MIGRATION = Duration.ofMinutes(30);
  private static final String TYPES = "org.transhume.migration.";
  private static final Set<String> ENDS =
      Set.of("done", "rolled_back", "cancelled", "refused", "repair");

  private LabJmx() {}

  public static void main(String[] arguments) throws Exception {
    if (arguments.length < 3) {
      System.err.println(
          "usage: LabJmx IDENTITY HOST:PORT names PATTERN | get NAME ATTRIBUTE"
              + " | set NAME ATTRIBUTE VALUE | invoke NAME OPERATION [ARGUMENT...] | listen NAME"
              + " | migrate DOMAIN TARGET");
      System.exit(2);
    }
    TransportProvider provider =
        ServiceLoader.load(TransportProvider.class).findFirst().orElseThrow();
    try (JmxPeer peer =
        provider.open(Path.of(arguments[0])).connect(Endpoint.parse(arguments[1]), PATIENCE)) {
      act(peer, List.of(arguments).subList(2, arguments.length));
    }
  }

  private static void act(JmxPeer peer, List<String> words)
      throws IOException, JMException, InterruptedException {
    MBeanServerConnection server = peer.connector().getMBeanServerConnection();
    if (words.get(0).equals("migrate")) {
      migrate(server, words.get(1), words.get(2));
      return;
    }
    ObjectName name = new ObjectName(words.get(1));
    switch (words.get(0)) {
      case "names" -> server.queryNames(name, null).stream().sorted().forEach(System.out::println);
      case "get" -> System.out.println(text(server.getAttribute(name, words.get(2))));
      case "set" -> set(server, name, words.get(2), words.get(3));
      case "invoke" ->
          System.out.println(
              text(invoke(server, name, words.get(2), words.subList(3, words.size()))));
      case "listen" -> listen(peer, server, name);
      default -> throw new IllegalArgumentException(words.get(0));
    }
  }

  private static void set(
      MBeanServerConnection server, ObjectName name, String attribute, String value)
      throws IOException, JMException {
    for (MBeanAttributeInfo info : server.getMBeanInfo(name).getAttributes()) {
      if (info.getName().equals(attribute)) {
        server.setAttribute(name, new Attribute(attribute, typed(info.getType(), value)));
        return;
      }
    }
    throw new IllegalArgumentException(name + " has no attribute " + attribute);
  }

  private static Object invoke(
      MBeanServerConnection server, ObjectName name, String operation, List<String> values)
      throws IOException, JMException {
    MBeanOperationInfo info =
        Arrays.stream(server.getMBeanInfo(name).getOperations())
            .filter(found -> found.getName().equals(operation))
            .filter(found -> found.getSignature().length == values.size())
            .findFirst()
            .orElseThrow(
                () -> new IllegalArgumentException(name + " has no operation " + operation));
    String[] types =
        Arrays.stream(info.getSignature())
            .map(parameter -> parameter.getType())
            .toArray(String[]::new);
    Object[] parameters = new Object[types.length];
    Arrays.setAll(parameters, i -> typed(types[i], values.get(i)));
    return server.invoke(name, operation, parameters, types);
  }

  private static Object typed(String type, String value) {
    return switch (type) {
      case "long", "java.lang.Long" -> Long.valueOf(value);
      case "int", "java.lang.Integer" -> Integer.valueOf(value);
      case "double", "java.lang.Double" -> Double.valueOf(value);
      case "boolean", "java.lang.Boolean" -> Boolean.valueOf(value);
      default -> value;
    };
  }

  /** Writes down every notification but the periodic samples, until the connection ends. */
  private static void listen(JmxPeer peer, MBeanServerConnection server, ObjectName name)
      throws IOException, JMException, InterruptedException {
    CountDownLatch ended = new CountDownLatch(1);
    peer.connector()
        .addConnectionNotificationListener(
            (notification, handback) -> {
              if (!notification.getType().equals(JMXConnectionNotification.OPENED)) {
                ended.countDown();
              }
            },
            null,
            null);
    server.addNotificationListener(
        name, (notification, handback) -> tell(notification), null, null);
    System.out.println("listening to " + name);
    ended.await();
  }

  /**
   * Asks the manager's Domain MBean for a migration, tells its id, waits without a question for the
   * notification of its end, and tells phase, duration and downtime.
   */
  private static void migrate(MBeanServerConnection server, String domain, String target)
      throws IOException, JMException, InterruptedException {
    BlockingQueue<Notification> told = new LinkedBlockingQueue<>();
    ObjectName manager = new ObjectName("org.transhume:type=Manager");
    server.addNotificationListener(
        manager, (notification, handback) -> told.add(notification), null, null);
    ObjectName name = new ObjectName("org.transhume:type=Domain,name=" + domain);
    Object id = invoke(server, name, "migrate", List.of(target));
    System.out.println(id);
    long deadline = System.nanoTime() + LONGEST_MIGRATION.toNanos();
    while (System.nanoTime() - deadline < 0) {
      Notification next = told.poll(1, TimeUnit.SECONDS);
      if (next != null && isEndOf(id, next)) {
        ObjectName migration = new ObjectName("org.transhume:type=Migration,id=" + id);
        for (String attribute : List.of("Phase", "DurationMillis", "DowntimeMillis")) {
          System.out.println(text(server.getAttribute(migration, attribute)));
        }
        return;
      }
    }
    throw new IllegalStateException(id + " did not end within " + LONGEST_MIGRATION);
  }

  private static boolean isEndOf(Object id, Notification notification) {
    return notification.getType().startsWith(TYPES)
        && ENDS.contains(notification.getType().substring(TYPES.length()))
        && notification.getUserData() instanceof CompositeData event
        && id.equals(event.get("id"));
  }

  private static synchronized void tell(Notification notification) {
    if (!notification.getType().endsWith(".host.sample")) {
      System.out.println(
          DateTimeFormatter.ofPattern("HH:mm:ss.SSS")
                  .withZone(ZoneOffset.UTC)
                  .format(Instant.ofEpochMilli(notification.getTimeStamp()))
              + " "
              + notification.getSequenceNumber()
              + " "
              + notification.getType()
              + " "
              + notification.getMessage()
              + " "
              + text(notification.getUserData()));
    }
  }

  private static String text(Object value) {
    if (value instanceof CompositeData data) {
      TreeMap<String, String> components = new TreeMap<>();
      data.getCompositeType().keySet().forEach(key -> components.put(key, text(data.get(key))));
      return components.toString();
    }
    if (value instanceof TabularData table) {
      return table.values().stream().map(LabJmx::text).toList().toString();
    }
    if (value instanceof Object[] values) {
      return Arrays.stream(values).map(LabJmx::text).toList().toString();
    }
    return String.valueOf(value);
  }
}
