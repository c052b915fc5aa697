// SPDX-License-Identifier: Apache-2.0
package org.transhume.itests.bench;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.management.JMException;
import javax.management.MBeanServerConnection;
import org.transhume.api.mx.ObjectNames;
import org.transhume.api.mx.Role;
import org.transhume.spi.transport.Endpoint;
import org.transhume.spi.transport.JmxPeer;
import org.transhume.spi.transport.SecureTransport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The agent's container by itself: when it is ready and what it needs. */
@Command(
    name = "agent",
    description = {
      "Starts the agent's role of the distribution again and again, as systemd would, with TLS, and",
      "with a program that answers as xl did on a real host. Ready is when a client that was waiting",
      "has read the Agent MBean over TLS; the clock starts with bin/container."
    },
    mixinStandardHelpOptions = true)
final class AgentBench implements Callable<Integer> {

  private static final String HOST = "a-204-02";
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final long PAUSE_MILLIS = 5;

  @Mixin private Figures figures;

  @Option(names = "--runs", defaultValue = "7", description = "Starts; ${DEFAULT-VALUE}.")
  private int runs;

  @Option(
      names = "--settle",
      defaultValue = "30",
      description = "Seconds from ready to the look at the memory; ${DEFAULT-VALUE}.")
  private int settleSeconds;

  private record Start(
      double readySeconds, double sampleSeconds, double cpuSeconds, double othersShare) {}

  @Override
  public Integer call() throws Exception {
    return figures.around("agent", this::measure);
  }

  private Void measure() throws Exception {
    Path folder = Files.createTempDirectory("transhume-bench-agent-");
    try {
      Identities identities = new Identities(folder.resolve("identities"));
      Path agent = identities.issue("agent", Role.AGENT, List.of(HOST, "localhost", "127.0.0.1"));
      Path viewer = identities.issue("viewer", Role.VIEWER, List.of("localhost"));
      int port = freePort();
      Path base = instance(folder.resolve("agent"), agent, port);
      SecureTransport client = Identities.transports().open(viewer);
      Endpoint endpoint = new Endpoint("localhost", port);
      figures.say("the first start installs the role, the second records its classes:");
      for (int i = 0; i < 2; i++) {
        startAndEnd(base, client, endpoint, 0);
      }
      List<Start> starts = new ArrayList<>();
      List<Double> resident = new ArrayList<>();
      List<Double> proportional = new ArrayList<>();
      List<Double> idle = new ArrayList<>();
      figures.say("then, as every time after that:");
      for (int i = 0; i < runs; i++) {
        Process process = start(base);
        try {
          starts.add(await(process, client, endpoint));
          double before = Machine.cpuSeconds(process.pid());
          TimeUnit.SECONDS.sleep(settleSeconds);
          resident.add(Machine.residentMegabytes(process.pid()));
          proportional.add(Machine.proportionalMegabytes(process.pid()));
          idle.add((Machine.cpuSeconds(process.pid()) - before) / Math.max(1, settleSeconds));
        } finally {
          Machine.end(process);
        }
      }
      tell(starts);
      figures.put("resident after settling, median", median(resident), "MB", "<= 100 MB");
      figures.put("of it in proportion to its sharers, median", median(proportional), "MB", "");
      figures.put("processor use while settling, xl's included", median(idle) * 100, "%", "");
    } finally {
      Figures.remove(folder);
    }
    return null;
  }

  private void tell(List<Start> starts) {
    Quantiles ready = quantiles(starts.stream().map(Start::readySeconds).toList());
    figures.put("ready, median", ready.median(), "s", "<= 2 s");
    figures.put("ready, least", ready.least(), "s", "");
    figures.put(
        "first sample of the host, median",
        quantiles(starts.stream().map(Start::sampleSeconds).toList()).median(),
        "s",
        "");
    figures.put(
        "processor time until the first sample, median",
        quantiles(starts.stream().map(Start::cpuSeconds).toList()).median(),
        "s",
        "");
    figures.put(
        "processors used by others meanwhile, median",
        quantiles(starts.stream().map(Start::othersShare).toList()).median() * 100,
        "%",
        "");
  }

  private void startAndEnd(Path base, SecureTransport client, Endpoint endpoint, int seconds)
      throws Exception {
    Process process = start(base);
    try {
      await(process, client, endpoint);
      TimeUnit.SECONDS.sleep(seconds);
    } finally {
      Machine.end(process);
    }
  }

  private static Process start(Path base) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
                Installation.home().resolve("bin/container").toString(), "agent", base.toString())
            .redirectErrorStream(true)
            .redirectOutput(base.resolve("console.log").toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    return builder.start();
  }

  /** Waits for it as a client would that knows nothing else. */
  private Start await(Process process, SecureTransport client, Endpoint endpoint) throws Exception {
    long begun = System.nanoTime();
    Machine.Use before = Machine.use();
    double ownBefore = Machine.cpuSeconds(ProcessHandle.current().pid());
    long deadline = begun + LIMIT.toNanos();
    while (!listens(endpoint)) {
      pause(process, deadline);
    }
    double ready = 0;
    while (true) {
      try (JmxPeer peer = client.connect(endpoint, LIMIT)) {
        MBeanServerConnection server = peer.connector().getMBeanServerConnection();
        while (ready == 0) {
          if (reads(server, "Version")) {
            ready = (System.nanoTime() - begun) / 1e9;
          } else {
            pause(process, deadline);
          }
        }
        while (!reads(server, "LastSample")) {
          pause(process, deadline);
        }
        return started(process, begun, ready, before, ownBefore);
      } catch (IOException e) {
        // Not all of it is up yet.
        pause(process, deadline);
      }
    }
  }

  private Start started(
      Process process, long begun, double ready, Machine.Use before, double ownBefore)
      throws IOException {
    double seconds = (System.nanoTime() - begun) / 1e9;
    Machine.Use after = Machine.use();
    double cpu = Machine.cpuSeconds(process.pid());
    double own = Machine.cpuSeconds(ProcessHandle.current().pid()) - ownBefore;
    double others =
        Math.max(0, after.busySeconds() - before.busySeconds() - cpu - own)
            / (seconds * Runtime.getRuntime().availableProcessors());
    figures.say(
        String.format(
            Locale.ROOT,
            "    ready %.2f s, first sample %.2f s, processor time %.2f s; others used %.0f %%",
            ready,
            seconds,
            cpu,
            others * 100));
    return new Start(ready, seconds, cpu, others);
  }

  private static boolean reads(MBeanServerConnection server, String attribute) throws IOException {
    try {
      return server.getAttribute(ObjectNames.agent(HOST), attribute) != null;
    } catch (JMException e) {
      return false; // It is not there yet.
    }
  }

  private static boolean listens(Endpoint endpoint) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(endpoint.host(), endpoint.port()), 1000);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static void pause(Process process, long deadline)
      throws InterruptedException, TimeoutException {
    if (!process.isAlive()) {
      throw new IllegalStateException("the agent ended while it started");
    }
    if (System.nanoTime() > deadline) {
      throw new TimeoutException("the agent was not ready within " + LIMIT);
    }
    TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
  }

  private static Path instance(Path base, Path identity, int port) throws IOException {
    Path etc = Files.createDirectories(base.resolve("etc"));
    Files.writeString(
        etc.resolve("org.transhume.connector.cfg"),
        "identity = " + identity + "\naddress = 127.0.0.1\nport = " + port + "\n");
    Files.writeString(etc.resolve("org.transhume.agent.cfg"), "streamPort = 0\n");
    Files.writeString(
        etc.resolve("org.transhume.hypervisor.xl.cfg"),
        "host = "
            + HOST
            + "\nxlPath = "
            + recordedXl(base.resolve("xl"))
            + "\nrunFolder = "
            + base.resolve("run")
            + "\n");
    return base;
  }

  /** A program that says what xl said on a real host with one domain. */
  private static Path recordedXl(Path folder) throws IOException {
    Files.createDirectories(folder);
    for (String answer : List.of("info", "list-v", "list-l")) {
      try (InputStream recorded = AgentBench.class.getResourceAsStream("/xl/" + answer + ".txt")) {
        Files.copy(recorded, folder.resolve(answer + ".txt"));
      }
    }
    Path program = folder.resolve("xl");
    Files.writeString(program, "#!/bin/sh\nexec cat \"${0%/*}/$1$2.txt\"\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    return program;
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static Quantiles quantiles(List<Double> values) {
    return Quantiles.of(values);
  }

  private static double median(List<Double> values) {
    return quantiles(values).median();
  }
}
