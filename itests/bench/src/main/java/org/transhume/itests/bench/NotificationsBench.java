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
      "own, sending one sample a second; then three clients, each a process: the manager, bare JMX",
      "listeners over the same TLS, and bare listeners over plain RMI. All three stay connected and",
      "are measured over the same windows, so that they hear the same notifications on the same",
      "machine. Latency counts from the agent's call of its listeners to the end of the client's."
    },
    mixinStandardHelpOptions = true)
final class NotificationsBench implements Callable<Integer> {

  private static final List<String> OPTIONS =
      List.of(
          "-Xmx1g",
          "-Xss256k",
          "-XX:+UseSerialGC",
          "-Dorg.slf4j.simpleLogger.defaultLogLevel=error");

  @Mixin private Figures figures;

  @Option(
      names = "--agents",
      split = ",",
      defaultValue = "100,1000",
      description = "Numbers of agents, a run for each; ${DEFAULT-VALUE}.")
  private List<Integer> agents;

  @Option(
      names = "--windows",
      defaultValue = "3",
      description = "Windows of measurement; ${DEFAULT-VALUE}.")
  private int windows;

  @Option(
      names = "--seconds",
      defaultValue = "15",
      description = "Length of a window; ${DEFAULT-VALUE}.")
  private int seconds;

  @Option(
      names = "--warm-up",
      defaultValue = "40",
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
              folder.toString());
      partners.add(sending);
      sending.expect("up");
      Map<NotificationsClient.Kind, Partner> clients =
          new EnumMap<>(NotificationsClient.Kind.class);
      for (NotificationsClient.Kind kind : NotificationsClient.Kind.values()) {
        Partner client =
            Partner.start(
                "notifications-client",
                kind.name(),
                "--identity",
                manager.toString(),
                "--folder",
                folder.toString());
        partners.add(client);
        clients.put(kind, client);
      }
      for (Partner client : clients.values()) {
        client.expect("connected");
      }
      figures.say("    " + count + " agents: all clients are connected");
      TimeUnit.SECONDS.sleep(warmUpSeconds);
      Map<NotificationsClient.Kind, List<Heard>> heard = new HashMap<>();
      for (int i = 0; i < windows; i++) {
        window(folder, clients, heard);
      }
      clients.values().forEach(client -> Machine.end(client.process()));
      sending.process().getOutputStream().close();
      sending.process().waitFor(60, TimeUnit.SECONDS);
      tell(count, heard, Receipts.read(folder.resolve("sent")));
    } finally {
      partners.forEach(partner -> Machine.end(partner.process()));
      Figures.remove(folder);
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
      String[] answer = client.getValue().answers().readLine().split(" ");
      heard
          .computeIfAbsent(client.getKey(), any -> new ArrayList<>())
          .add(
              new Heard(
                  Double.parseDouble(answer[0]) / 1000,
                  Integer.parseInt(answer[1]),
                  Receipts.read(folder.resolve("received-" + client.getKey()))));
    }
  }

  private void tell(
      int count, Map<NotificationsClient.Kind, List<Heard>> heard, Map<Long, Long> sent) {
    Map<NotificationsClient.Kind, Double> cpu = new HashMap<>();
    Map<NotificationsClient.Kind, Double> latency = new HashMap<>();
    String prefix = count + " agents: ";
    for (NotificationsClient.Kind kind : NotificationsClient.Kind.values()) {
      List<Heard> all = heard.get(kind);
      cpu.put(
          kind,
          Quantiles.of(all.stream().map(one -> one.cpuMicros() / one.count()).toList()).median());
      Quantiles latencies = latencies(all, sent);
      latency.put(kind, latencies.median());
      figures.put(prefix + kind + ", processor time a notification", cpu.get(kind), "us", "");
      figures.put(prefix + kind + ", latency, median", latencies.median(), "us", "");
      figures.put(prefix + kind + ", latency, p99", latencies.at(0.99), "us", "");
      figures.put(prefix + kind + ", notifications", latencies.size(), "", "");
      figures.put(prefix + kind + ", lost", lost(all, sent), "", "0");
    }
    ratios(prefix, "processor time", cpu);
    ratios(prefix, "median latency", latency);
  }

  private void ratios(String prefix, String what, Map<NotificationsClient.Kind, Double> values) {
    double bare = values.get(NotificationsClient.Kind.BARE);
    figures.put(
        prefix + what + ", manager against bare",
        values.get(NotificationsClient.Kind.MANAGER) / bare,
        "",
        "<= 1.1");
    figures.put(
        prefix + what + ", bare with TLS against plain",
        bare / values.get(NotificationsClient.Kind.PLAIN),
        "",
        "");
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
  private static long lost(List<Heard> all, Map<Long, Long> sent) {
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
