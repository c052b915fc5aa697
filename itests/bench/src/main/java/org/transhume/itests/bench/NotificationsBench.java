// SPDX-License-Identifier: Apache-2.0
package org.transhume.itests.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.transhume.api.mx.Role;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What a notification costs the manager, against a bare listener. */
@Command(
    name = "notifications",
    description = {
      "Starts agents in one process, each with an MBean server, a TLS port and a plain port of its",
      "own, sending one sample a period, and clients, each a process: the manager (policy hotspot,",
      "mode ADVISE) beside bare JMX listeners over the same TLS, then these beside bare listeners",
      "over plain RMI. Both of a pair are measured over the same windows and hear the same",
      "notifications. Latency counts from the agent's call of its listeners to the end of the client's."
    },
    mixinStandardHelpOptions = true)
final class NotificationsBench implements Callable<Integer> {

  private static final List<String> OPTIONS =
      List.of(
          "-Xmx1g",
          "-Xss256k",
          "-XX:+UseSerialGC",
          "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
          "-Djava.util.logging.config.file=/dev/null");

  @Mixin private Figures figures;

  @Option(
      names = "--agents",
      split = ",",
      defaultValue = "100,1000",
      description = "Numbers of agents, a run for each; ${DEFAULT-VALUE}.")
  private List<Integer> agents;

  @Option(
      names = "--windows",
      defaultValue = "2",
      description = "Windows of measurement; ${DEFAULT-VALUE}.")
  private int windows;

  @Option(
      names = "--seconds",
      defaultValue = "10",
      description = "Length of a window; ${DEFAULT-VALUE}.")
  private int seconds;

  @Option(
      names = "--period",
      paramLabel = "SECONDS",
      defaultValue = "1",
      description = "How often each agent sends a sample; ${DEFAULT-VALUE}.")
  private int periodSeconds;

  @Option(
      names = "--warm-up",
      defaultValue = "25",
      description = "Seconds after the last client is connected; ${DEFAULT-VALUE}.")
  private int warmUpSeconds;

  /** What a client did in a window. */
  private record Heard(double cpuMicros, int count, Map<Long, Long> receipts) {}

  /** A process that is spoken to by lines. */
  private record Partner(Process process, BufferedReader answers) {

    static Partner start(String... arguments) throws IOException {
      Process process = Machine.java(OPTIONS, arguments).start();
      return new Partner(process, process.inputReader(StandardCharsets.UTF_8));
    }

    void tell(String order) throws IOException {
      process.getOutputStream().write((order + "\n").getBytes(StandardCharsets.UTF_8));
      process.getOutputStream().flush();
    }

    void expect(String answer) throws IOException {
      String line = answers.readLine();
      if (!answer.equals(line)) {
        throw new IOException("a partner said '" + line + "' instead of '" + answer + "'");
      }
    }
  }

  @Override
  public Integer call() throws Exception {
    return figures.around(
        "notifications",
        () -> {
          for (int count : agents) {
            measure(count);
          }
          return null;
        });
  }

  private void measure(int count) throws Exception {
    Path folder = Files.createTempDirectory("transhume-bench-notifications-");
    List<Partner> partners = new ArrayList<>();
    try {
      Identities identities = new Identities(folder.resolve("identities"));
      List<String> names = new ArrayList<>(List.of("localhost"));
      for (int i = 0; i < count; i++) {
        names.add(NotificationsAgents.host(i));
      }
      Path hosts = identities.issue("hosts", Role.AGENT, names);
      Path manager = identities.issue("manager", Role.MANAGER, List.of("localhost"));
      Partner sending =
          Partner.start(
              "notifications-agents",
              "--agents",
              "" + count,
              "--identity",
              hosts.toString(),
              "--folder",
              folder.toString(),
              "--period-millis",
              "" + TimeUnit.SECONDS.toMillis(periodSeconds));
      partners.add(sending);
      sending.expect("up");
      Map<NotificationsClient.Kind, Partner> clients =
          new EnumMap<>(NotificationsClient.Kind.class);
      Map<NotificationsClient.Kind, List<Heard>> withTls =
          new EnumMap<>(NotificationsClient.Kind.class);
      Map<NotificationsClient.Kind, List<Heard>> beside =
          new EnumMap<>(NotificationsClient.Kind.class);
      connect(NotificationsClient.Kind.MANAGER, manager, folder, clients, partners);
      connect(NotificationsClient.Kind.BARE, manager, folder, clients, partners);
      figures.say("    " + count + " agents: manager and bare listeners are connected");
      TimeUnit.SECONDS.sleep(warmUpSeconds);
      windows(folder, clients, withTls);
      Machine.end(clients.remove(NotificationsClient.Kind.MANAGER).process());
      connect(NotificationsClient.Kind.PLAIN, manager, folder, clients, partners);
      figures.say("    " + count + " agents: plain listeners are connected instead of the manager");
      TimeUnit.SECONDS.sleep(warmUpSeconds);
      windows(folder, clients, beside);
      clients.values().forEach(client -> Machine.end(client.process()));
      sending.process().getOutputStream().close();
      sending.process().waitFor(60, TimeUnit.SECONDS);
      Map<Long, Long> sent = Receipts.read(folder.resolve("sent"));
      tell(count, withTls, sent, NotificationsClient.Kind.MANAGER, NotificationsClient.Kind.BARE);
      tell(count, beside, sent, NotificationsClient.Kind.BARE, NotificationsClient.Kind.PLAIN);
    } finally {
      partners.forEach(partner -> Machine.end(partner.process()));
      Figures.remove(folder);
    }
  }

  private static void connect(
      NotificationsClient.Kind kind,
      Path identity,
      Path folder,
      Map<NotificationsClient.Kind, Partner> clients,
      List<Partner> partners)
      throws IOException {
    Partner client =
        Partner.start(
            "notifications-client",
            kind.name(),
            "--identity",
            identity.toString(),
            "--folder",
            folder.toString());
    partners.add(client);
    client.expect("connected");
    clients.put(kind, client);
  }

  private void windows(
      Path folder,
      Map<NotificationsClient.Kind, Partner> clients,
      Map<NotificationsClient.Kind, List<Heard>> heard)
      throws Exception {
    for (int i = 0; i < windows; i++) {
      window(folder, clients, heard);
    }
  }

  private void window(
      Path folder,
      Map<NotificationsClient.Kind, Partner> clients,
      Map<NotificationsClient.Kind, List<Heard>> heard)
      throws Exception {
    for (Partner client : clients.values()) {
      client.tell("begin");
    }
    TimeUnit.SECONDS.sleep(seconds);
    for (Partner client : clients.values()) {
      client.tell("end");
    }
    for (var client : clients.entrySet()) {
      List<Double> answer = Machine.numbers(client.getValue().answers().readLine());
      heard
          .computeIfAbsent(client.getKey(), any -> new ArrayList<>())
          .add(
              new Heard(
                  answer.get(0) / 1000,
                  answer.get(1).intValue(),
                  Receipts.read(folder.resolve("received-" + client.getKey()))));
    }
  }

  /** Tells of two that heard the same, and of the first against the second. */
  private void tell(
      int count,
      Map<NotificationsClient.Kind, List<Heard>> heard,
      Map<Long, Long> sent,
      NotificationsClient.Kind first,
      NotificationsClient.Kind second) {
    String prefix = count + " agents: ";
    figures.say(prefix + first + " beside " + second);
    for (NotificationsClient.Kind kind : List.of(first, second)) {
      List<Heard> all = heard.get(kind);
      String name = prefix + kind + " beside " + (kind == first ? second : first);
      Quantiles latencies = latencies(all, sent);
      figures.put(name + ", processor time each", cpu(all), "us", "");
      figures.put(name + ", latency, median", latencies.median(), "us", "");
      figures.put(name + ", latency, p99", latencies.at(0.99), "us", "");
      figures.put(name + ", heard", latencies.size(), "", "");
      figures.put(name + ", lost", lost(all, sent), "", "0");
    }
    String goal = first == NotificationsClient.Kind.MANAGER ? "<= 1.1" : "";
    String pair = prefix + first + " / " + second;
    figures.put(
        pair + ", processor time", cpu(heard.get(first)) / cpu(heard.get(second)), "", goal);
    figures.put(
        pair + ", median latency",
        latencies(heard.get(first), sent).median() / latencies(heard.get(second), sent).median(),
        "",
        goal);
  }

  private static double cpu(List<Heard> windows) {
    return Quantiles.of(windows.stream().map(one -> one.cpuMicros() / one.count()).toList())
        .median();
  }

  private static Quantiles latencies(List<Heard> all, Map<Long, Long> sent) {
    List<Double> latencies = new ArrayList<>();
    for (Heard window : all) {
      window
          .receipts()
          .forEach(
              (key, at) -> {
                Long from = sent.get(key);
                if (from != null) {
                  latencies.add((at - from) / 1000.0);
                }
              });
    }
    return Quantiles.of(latencies);
  }

  /** Holes in the numbers of a host within a window. */
  private static double lost(List<Heard> all, Map<Long, Long> sent) {
    long lost = 0;
    for (Heard window : all) {
      Map<Long, TreeSet<Long>> numbers = new HashMap<>();
      window
          .receipts()
          .keySet()
          .forEach(
              key ->
                  numbers
                      .computeIfAbsent(key >> 40, any -> new TreeSet<>())
                      .add(key & (1L << 40) - 1));
      for (Map.Entry<Long, TreeSet<Long>> host : numbers.entrySet()) {
        for (long i = host.getValue().first(); i <= host.getValue().last(); i++) {
          long key = Receipts.key(host.getKey().intValue(), i);
          if (sent.containsKey(key) && !host.getValue().contains(i)) {
            lost++;
          }
        }
      }
    }
    return lost;
  }
}
