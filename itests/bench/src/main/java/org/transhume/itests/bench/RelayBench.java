// SPDX-License-Identifier: Apache-2.0
package org.transhume.itests.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.transhume.api.mx.Role;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The migration stream's relay against socat. */
@Command(
    name = "relay",
    description = {
      "Carries bytes from one named pipe to another over loopback: through the relays of two agents,",
      "each a process with the agent's Java options, and through two socat with buffers of 256 KiB,",
      "by turns. Needs socat (Debian package socat)."
    },
    mixinStandardHelpOptions = true)
final class RelayBench implements Callable<Integer> {

  private static final int MEGA = 1_000_000;
  private static final String NO_AES =
      "jdk.tls.disabledAlgorithms=TLS_AES_128_GCM_SHA256,TLS_AES_256_GCM_SHA384\n";

  @Mixin private Figures figures;

  @Option(
      names = "--pairs",
      defaultValue = "9",
      description = "Pairs, of which the first is not counted; ${DEFAULT-VALUE}.")
  private int pairs;

  @Option(
      names = "--mebibytes",
      defaultValue = "4096",
      description = "Carried each time without TLS; with TLS an eighth; ${DEFAULT-VALUE}.")
  private int mebibytes;

  @Option(names = "--content", description = "Carry this file and compare it, instead of zeros.")
  private Path content;

  private Path folder;
  private int number;

  /** One way to carry bytes from a pipe to a pipe. */
  private interface Carrier extends AutoCloseable {
    /** Begins; both pipes are there. */
    void begin(Path from, Path to) throws IOException;

    /** Waits for its end. */
    void finish() throws IOException, InterruptedException;

    /** Processor seconds so far. */
    double cpuSeconds() throws IOException;

    @Override
    void close();
  }

  private record Carried(double megabytesPerSecond, double cpuSecondsPerGigabyte) {}

  @Override
  public Integer call() throws Exception {
    return figures.around("relay", this::measure);
  }

  private Void measure() throws Exception {
    folder = Files.createTempDirectory("transhume-bench-relay-");
    try {
      Identities identities = new Identities(folder.resolve("identities"));
      Path agent = identities.issue("agent", Role.AGENT, List.of("localhost", "127.0.0.1"));
      Path noAes = folder.resolve("no-aes");
      Files.writeString(noAes, NO_AES);
      try (Carrier socat = new Socat();
          Carrier plain = new Relays(agent, List.of(), true);
          Carrier aes = new Relays(agent, List.of(), false);
          Carrier chacha =
              new Relays(agent, List.of("-Djava.security.properties=" + noAes), false)) {
        compare(socat, plain);
        carryWithTls("AES-GCM", aes, mebibytes / 4, pairs);
        carryWithTls("ChaCha20-Poly1305", chacha, mebibytes / 16, pairs);
      }
    } finally {
      Figures.remove(folder);
    }
    return null;
  }

  private void compare(Carrier socat, Carrier plain) throws Exception {
    List<Carried> theirs = new ArrayList<>();
    List<Carried> ours = new ArrayList<>();
    for (int i = 0; i < pairs; i++) {
      // By turns also within the pairs: neither always comes first.
      Carrier first = i % 2 == 0 ? socat : plain;
      Carried one = carry(first, mebibytes);
      Carried other = carry(first == socat ? plain : socat, mebibytes);
      if (i > 0) {
        theirs.add(first == socat ? one : other);
        ours.add(first == socat ? other : one);
      }
    }
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < ours.size(); i++) {
      ratios.add(ours.get(i).megabytesPerSecond() / theirs.get(i).megabytesPerSecond());
    }
    tell("socat", theirs);
    tell("relay without TLS", ours);
    figures.put("relay without TLS against socat, median", median(ratios), "", ">= 0.9");
    figures.put("the same, least of the pairs", Quantiles.of(ratios).least(), "", "");
    figures.put("the same, most of the pairs", Quantiles.of(ratios).most(), "", "");
  }

  private void carryWithTls(String cipher, Carrier tls, int size, int times) throws Exception {
    List<Carried> carried = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      Carried one = carry(tls, Math.max(1, size));
      if (i == 0) {
        figures.put("relay, " + cipher + ", first stream", one.megabytesPerSecond(), "MB/s", "");
      } else {
        carried.add(one);
      }
    }
    tell("relay, " + cipher, carried);
  }

  private void tell(String what, List<Carried> carried) {
    figures.put(
        what + ", median",
        median(carried.stream().map(Carried::megabytesPerSecond).toList()),
        "MB/s",
        "");
    figures.put(
        what + ", processor time of both ends per GB",
        median(carried.stream().map(Carried::cpuSecondsPerGigabyte).toList()),
        "s",
        "");
  }

  private Carried carry(Carrier carrier, int size) throws Exception {
    number++;
    Path from = folder.resolve("from-" + number);
    Path to = folder.resolve("to-" + number);
    Path arrived = folder.resolve("arrived");
    run("mkfifo", "-m", "600", from.toString(), to.toString());
    Process consumer =
        shell("exec cat \"$0\" >\"$1\"", to, content == null ? Path.of("/dev/null") : arrived);
    double cpu = carrier.cpuSeconds();
    carrier.begin(from, to);
    long begun = System.nanoTime();
    Process producer =
        content == null
            ? shell(
                "exec dd if=/dev/zero of=\"$0\" bs=256K count=" + size * 4L + " status=none", from)
            : shell("exec cat \"$1\" >\"$0\"", from, content);
    require(producer.waitFor() == 0, "the producer failed");
    require(consumer.waitFor() == 0, "the consumer failed");
    double seconds = (System.nanoTime() - begun) / 1e9;
    carrier.finish();
    double used = carrier.cpuSeconds() - cpu;
    Files.delete(from);
    Files.delete(to);
    double bytes = content == null ? size * 1048576.0 : Files.size(content);
    if (content != null) {
      require(Files.mismatch(content, arrived) < 0, "other bytes arrived than were sent");
    }
    return new Carried(bytes / MEGA / seconds, used / (bytes / 1e9));
  }

  private static double median(List<Double> values) {
    return Quantiles.of(values).median();
  }

  private static void require(boolean condition, String otherwise) throws IOException {
    if (!condition) {
      throw new IOException(otherwise);
    }
  }

  private static void run(String... command) throws IOException, InterruptedException {
    require(
        new ProcessBuilder(command).inheritIO().start().waitFor() == 0,
        "failed: " + String.join(" ", command));
  }

  private static Process shell(String script, Path... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("bash", "-c", script));
    for (Path argument : arguments) {
      command.add(argument.toString());
    }
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  /** Two socat for each time, as an administrator would join two xl without any agent. */
  private final class Socat implements Carrier {
    private final int port = AgentBench.freePort();
    private final List<Process> pair = new ArrayList<>();
    private final List<Path> times = new ArrayList<>();
    private double cpuSeconds;

    private Socat() throws IOException {}

    @Override
    public void begin(Path from, Path to) throws IOException {
      // Retried until the other listens; the pipes are opened in time, for the producer comes last.
      pair.add(
          timed(
              "exec socat -u -b 262144 TCP-LISTEN:"
                  + port
                  + ",bind=127.0.0.1,reuseaddr OPEN:\"$0\",wronly",
              to));
      pair.add(
          timed(
              "exec socat -u -b 262144 OPEN:\"$0\",rdonly TCP:127.0.0.1:"
                  + port
                  + ",retry=500,interval=0.01",
              from));
    }

    private Process timed(String script, Path pipe) throws IOException {
      Path told = folder.resolve("times-" + times.size());
      times.add(told);
      return new ProcessBuilder(
              "bash",
              "-c",
              "TIMEFORMAT='%U %S'; { time bash -c '" + script + "' \"$0\"; } 2>\"$1\"",
              pipe.toString(),
              told.toString())
          .inheritIO()
          .start();
    }

    @Override
    public void finish() throws IOException, InterruptedException {
      for (Process socat : pair) {
        require(socat.waitFor() == 0, "socat failed");
      }
      for (Path told : times) {
        // socat may complain in front of it.
        String times = Files.readString(told).strip();
        cpuSeconds += Machine.sum(times.substring(times.lastIndexOf('\n') + 1));
        Files.delete(told);
      }
      pair.clear();
      times.clear();
    }

    @Override
    public double cpuSeconds() {
      return cpuSeconds;
    }

    @Override
    public void close() {
      pair.forEach(Process::destroy);
    }
  }

  /** Two agents' relays, which stay for every time. */
  private static final class Relays implements Carrier {
    private final Process target;
    private final Process source;
    private final BufferedReader fromTarget;
    private final BufferedReader fromSource;

    Relays(Path identity, List<String> options, boolean plain) throws IOException {
      target = side(identity, options, plain, 0);
      fromTarget = target.inputReader(StandardCharsets.UTF_8);
      String line = fromTarget.readLine();
      if (line == null || !line.startsWith("port ")) {
        throw new IOException("the target did not start: " + line);
      }
      source = side(identity, options, plain, Integer.parseInt(line.substring(5)));
      fromSource = source.inputReader(StandardCharsets.UTF_8);
    }

    private Process side(Path identity, List<String> options, boolean plain, int port)
        throws IOException {
      List<String> all = new ArrayList<>(options);
      all.add("@" + Installation.home().resolve("roles/agent/jvm.options"));
      List<String> arguments =
          new ArrayList<>(
              List.of("relay-side", "--identity", identity.toString(), "--to", "" + port));
      if (plain) {
        arguments.add("--plain");
      }
      return Machine.java(all, arguments.toArray(String[]::new)).start();
    }

    @Override
    public void begin(Path from, Path to) throws IOException {
      order(target, to);
      order(source, from);
    }

    private void order(Process side, Path pipe) throws IOException {
      side.getOutputStream().write((pipe + "\n").getBytes(StandardCharsets.UTF_8));
      side.getOutputStream().flush();
    }

    @Override
    public void finish() throws IOException {
      require("carried".equals(fromTarget.readLine()), "the target's relay failed");
      require("carried".equals(fromSource.readLine()), "the source's relay failed");
    }

    @Override
    public double cpuSeconds() throws IOException {
      return Machine.cpuSeconds(source.pid()) + Machine.cpuSeconds(target.pid());
    }

    @Override
    public void close() {
      Machine.end(source);
      Machine.end(target);
    }
  }
}
