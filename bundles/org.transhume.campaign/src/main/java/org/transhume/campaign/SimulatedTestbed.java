// SPDX-License-Identifier: Apache-2.0
package org.transhume.campaign;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.management.ObjectName;
import org.transhume.api.mx.DomainMXBean;
import org.transhume.api.mx.ManagerMXBean;
import org.transhume.api.mx.ObjectNames;
import org.transhume.api.mx.SimulatorMXBean;
import org.transhume.campaign.report.CampaignResult;

/**
 * Simulated hosts on this machine. A domain is backed by a shell that reads lines from a pipe, its
 * console; what is started there is stopped and continued with the domain. Control domains are this
 * machine itself, each with a loopback address of its own.
 */
public final class SimulatedTestbed implements Testbed {

  private static final String CONSOLE = "console";
  private static final String ADDRESS = "address";

  /** Opened in both directions, the pipe never ends, and nobody who writes to it has to wait. */
  private static final String SHELL =
      "mkfifo "
          + CONSOLE
          + "; exec 3<>"
          + CONSOLE
          + "; echo \"$TRANSHUME_ADDRESS\" > "
          + ADDRESS
          + "; while read -r line <&3; do eval \"$line\" & done";

  /** What {@code memoryPerStreamByte} of the simulator's configuration is unless it is set. */
  private static final long PAGE_BYTES = 4096;

  private static final Duration LOOK = Duration.ofMillis(20);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Beans beans;
  private final SimulatorMXBean simulator;
  private final Places places;
  private final Pause pause;
  private final AtomicInteger programs = new AtomicInteger();

  /**
   * A simulated cluster.
   *
   * @param name of the cluster, which its MBean carries
   */
  public SimulatedTestbed(Beans beans, String name, Places places, Pause pause) {
    this.beans = beans;
    this.simulator = beans.bean(ObjectNames.simulator(name), SimulatorMXBean.class);
    this.places = places;
    this.pause = pause;
  }

  @Override
  public String name() {
    return "simulator";
  }

  @Override
  public String label() {
    return CampaignResult.TOOL_CHAIN;
  }

  @Override
  public List<String> hosts() {
    return simulator.getHosts();
  }

  @Override
  public Beans beans() {
    return beans;
  }

  @Override
  public void create(String host, DomainPlan plan) throws IOException {
    deleteTree(places.domains().resolve(plan.name()));
    String configuration =
        String.join(
            "\n",
            "name = \"" + plan.name() + "\"",
            "memory = " + plan.memoryMebibytes(),
            "vcpus = 1",
            "sim_demand = \"" + IDLE + "\"",
            "sim_dirty_rate = \"" + plan.dirtyBytesPerSecond() + "B/s\"",
            "sim_command = '" + SHELL + "'",
            "");
    ManagerMXBean manager = beans.bean(ObjectNames.manager(), ManagerMXBean.class);
    await(plan.name() + " is created", () -> manager.create(configuration, host).created());
    await(
        plan.name() + " is there",
        () ->
            Files.exists(file(plan.name(), ADDRESS))
                && !Files.readString(file(plan.name(), ADDRESS)).isBlank()
                && beans.has(ObjectNames.domain(host, plan.name()))
                && beans.has(ObjectNames.domain(plan.name()))
                && host.equals(
                    beans.bean(ObjectNames.domain(plan.name()), DomainMXBean.class).getHost()));
  }

  @Override
  public void destroy(String domain) throws IOException {
    for (String host : hosts()) {
      ObjectName name = ObjectNames.domain(host, domain);
      if (beans.has(name)) {
        beans.bean(name, DomainMXBean.class).destroy();
        await(domain + " is gone", () -> !beans.has(name));
      }
    }
  }

  @Override
  public Program inDomain(String domain, String... words) throws IOException {
    List<String> command = new ArrayList<>(places.workload());
    command.addAll(List.of(words));
    return started(domain, String.join(" ", words), "exec '" + String.join("' '", command) + "'");
  }

  @Override
  public Program shell(String domain, String line) throws IOException {
    return started(domain, line, line);
  }

  private Program started(String domain, String title, String line) throws IOException {
    InDomain program =
        new InDomain(domain, title + ", in " + domain, "p" + programs.incrementAndGet());
    type(
        domain,
        "{ "
            + line
            + "; } > "
            + program.name
            + ".log 2>&1 & echo $! > "
            + program.name
            + ".pid; wait $!; echo $? > "
            + program.name
            + ".end");
    return program;
  }

  /** Types a line on a domain's console, if the domain still has one. */
  private void type(String domain, String line) throws IOException {
    Path console = file(domain, CONSOLE);
    if (Files.exists(console)) {
      try (RandomAccessFile typing = new RandomAccessFile(console.toFile(), "rw")) {
        typing.write((line + "\n").getBytes(StandardCharsets.UTF_8));
      }
    }
  }

  @Override
  public Program onHost(String host, String... words) throws IOException {
    List<String> command = new ArrayList<>(places.workload());
    command.addAll(List.of(words));
    Path output = places.output().resolve("h" + programs.incrementAndGet() + ".log");
    Files.createDirectories(places.output());
    Process process =
        new ProcessBuilder(command)
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    String title = String.join(" ", words).replace(places.domains().toString(), "DISKS");
    return new OnHost(title + ", on " + host, process, output);
  }

  @Override
  public String address(String domainOrHost) throws IOException {
    int host = hosts().indexOf(domainOrHost);
    return host >= 0
        ? "127.78.0." + (host + 1)
        : Files.readString(file(domainOrHost, ADDRESS)).strip();
  }

  @Override
  public Path disk(String domain, String name) {
    return file(domain, name);
  }

  @Override
  public void demand(String domain, double processors) {
    simulator.setDemand(domain, processors);
  }

  @Override
  public void stepClock(String host, long millis) {
    simulator.stepClock(host, millis);
  }

  /** Its streams are thin: a byte stands for a page. */
  @Override
  public long bytesPerReceivedByte() {
    return PAGE_BYTES;
  }

  @Override
  public List<String> violations() {
    return simulator.getViolations();
  }

  private Path file(String domain, String name) {
    return places.domains().resolve(domain).resolve(name);
  }

  private void await(String what, Trial.Condition condition) throws IOException {
    long deadline = pause.nowEpochMillis() + PATIENCE.toMillis();
    while (!condition.holds()) {
      if (pause.nowEpochMillis() > deadline) {
        throw new IllegalStateException("waited in vain until " + what);
      }
      pause.await(LOOK);
    }
  }

  private static void deleteTree(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> content = Files.walk(folder)) {
        for (Path file : content.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  /** The whole lines of a file; a last one without its end is still being written. */
  private static List<String> wholeLines(Path file) throws IOException {
    if (!Files.exists(file)) {
      return List.of();
    }
    String text = Files.readString(file);
    return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
  }

  /**
   * Where things are on this machine.
   *
   * @param domains the simulator's folder of its domains' data
   * @param output where what programs on hosts print goes
   * @param workload the command that a workload program's name and arguments follow
   */
  public record Places(Path domains, Path output, List<String> workload) {

    /** Copies the list. */
    public Places {
      workload = List.copyOf(workload);
    }
  }

  private final class InDomain implements Program {

    private final String domain;
    private final String title;
    private final String name;

    private InDomain(String domain, String title, String name) {
      this.domain = domain;
      this.title = title;
      this.name = name;
    }

    @Override
    public String title() {
      return title;
    }

    @Override
    public List<String> lines() throws IOException {
      return wholeLines(file(domain, name + ".log"));
    }

    @Override
    public OptionalInt exitCode() throws IOException {
      List<String> end = wholeLines(file(domain, name + ".end"));
      return end.isEmpty() ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(end.get(0)));
    }

    @Override
    public void end() throws IOException {
      if (exitCode().isEmpty()) {
        type(domain, "kill -KILL $(cat " + name + ".pid)");
      }
    }
  }

  private record OnHost(String title, Process process, Path output) implements Program {

    @Override
    public List<String> lines() throws IOException {
      return wholeLines(output);
    }

    @Override
    public OptionalInt exitCode() {
      return process.isAlive() ? OptionalInt.empty() : OptionalInt.of(process.exitValue());
    }

    @Override
    public void end() {
      process.destroyForcibly();
    }
  }
}
