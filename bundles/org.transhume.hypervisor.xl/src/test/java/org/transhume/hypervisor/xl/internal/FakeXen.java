// SPDX-License-Identifier: Apache-2.0
package org.transhume.hypervisor.xl.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.transhume.spi.hypervisor.HypervisorException;
import org.transhume.spi.hypervisor.Reason;

/**
 * A Xen host of domains that are only written down, and the tools that act upon it, with the words,
 * the tables and the exit statuses of the recordings. It plays the processes behind the command
 * seam; below it are real named pipes and a file system root of its own.
 */
final class FakeXen implements CommandRunner {

  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final String HEADER =
      "Name                                        ID   Mem VCPUs\tState\tTime(s)"
          + "   UUID                            Reason-Code\tSecurity Label\n";
  private static final Pattern SETTING =
      Pattern.compile("(?m)^(\\w+)\\s*=\\s*(?:\"([^\"]*)\"|(\\d+))\\s*$");

  /** A domain as Xen holds it. */
  static final class Domain {
    final int domid;
    final String uuid;
    final long mebibytes;
    String name;
    String flags;
    double seconds = 0.1;

    Domain(int domid, String uuid, String name, long mebibytes, String flags) {
      this.domid = domid;
      this.uuid = uuid;
      this.name = name;
      this.mebibytes = mebibytes;
      this.flags = flags;
    }
  }

  private final String host;
  private final Path root;
  private final ProcessCommandRunner machine =
      new ProcessCommandRunner(1 << 20, Duration.ofSeconds(1));
  private final Map<Integer, Domain> domains = new TreeMap<>();
  private final List<String> commands = new ArrayList<>();
  private boolean withBindings = true;
  private boolean withDetails = true;
  private boolean withOtherTools = true;
  private String clock = "Normal";
  private String built = "";
  private String devices = "";
  private long freeMebibytes = 1120;
  private double controlDomainSeconds = 27.8;
  private int nextDomid = 1;
  private int nextProcess = 100;

  FakeXen(String host, Path root) throws IOException {
    this.host = host;
    this.root = root;
    Files.createDirectories(root.resolve("proc"));
    Files.createDirectories(root.resolve("sys/class/net"));
  }

  Path root() {
    return root;
  }

  synchronized FakeXen withoutBindings() {
    withBindings = false;
    return this;
  }

  /** As if xl could retrieve the configuration of none of its domains. */
  synchronized FakeXen withoutDetails() {
    withDetails = false;
    return this;
  }

  /** As if nothing but Xen's own xl were installed. */
  synchronized FakeXen withoutOtherTools() {
    withOtherTools = false;
    return this;
  }

  /** The last column of what chronyc tells; no word means that chrony is not installed. */
  synchronized void setClock(String word) {
    clock = word;
  }

  /** More of what {@code xl list -l} tells of every domain, each part beginning with a comma. */
  synchronized void configure(String moreBuilt, String moreDevices) {
    built = moreBuilt;
    devices = moreDevices;
  }

  synchronized void setFreeMebibytes(long value) {
    freeMebibytes = value;
  }

  synchronized long freeMebibytes() {
    return freeMebibytes;
  }

  /** Every command so far. */
  synchronized List<String> commands() {
    return List.copyOf(commands);
  }

  synchronized void forgetCommands() {
    commands.clear();
  }

  /** Adds a domain, or nothing where memory lacks. */
  synchronized Optional<Domain> add(String uuid, String name, long mebibytes, String flags) {
    return addAt(nextDomid, uuid, name, mebibytes, flags);
  }

  synchronized Optional<Domain> addAt(
      int domid, String uuid, String name, long mebibytes, String flags) {
    if (mebibytes > freeMebibytes) {
      return Optional.empty();
    }
    freeMebibytes -= mebibytes;
    Domain domain = new Domain(domid, uuid, name, mebibytes, flags);
    domains.put(domid, domain);
    nextDomid = Math.max(nextDomid, domid + 1);
    return Optional.of(domain);
  }

  synchronized void remove(Domain domain) {
    if (domains.remove(domain.domid) != null) {
      freeMebibytes += domain.mebibytes;
    }
  }

  synchronized Optional<Domain> domain(int domid) {
    return Optional.ofNullable(domains.get(domid));
  }

  /** Gives a domain a name, as long as nobody has it. */
  synchronized boolean rename(Domain domain, String name) {
    boolean used = domains.values().stream().anyMatch(other -> other.name.equals(name));
    if (!used) {
      domain.name = name;
    }
    return !used;
  }

  synchronized void setFlags(Domain domain, String flags) {
    domain.flags = flags;
  }

  @Override
  public CommandResult run(Command command) throws HypervisorException {
    List<String> arguments = withoutDetachment(command.arguments());
    synchronized (this) {
      commands.add(String.join(" ", arguments));
    }
    return switch (arguments.get(0)) {
      case "mkfifo" -> machine.run(command);
      case "xenstore-ls" -> printed(command, "feature-suspend = \"1\"\nshutdown = \"\"\n");
      case "xenstore-read" -> printed(command, "pvh\n");
      case "python3" -> python(command, arguments);
      case "xen-cpuid", "chronyc", "timedatectl" -> otherTool(command, arguments);
      default -> xl(command, arguments.subList(1, arguments.size()));
    };
  }

  @Override
  public RunningCommand start(Command command, Path directory, Consumer<String> onLine) {
    List<String> arguments = withoutDetachment(command.arguments());
    synchronized (this) {
      commands.add(String.join(" ", arguments));
    }
    if (arguments.get(0).equals("sh")) {
      Path pipe = directory.resolve(arguments.get(arguments.size() - 1));
      return new FakeTransfer(this, pipe, onLine).receive();
    }
    Matcher carrier =
        Pattern.compile("cat (\\w+)\\.down 2>/dev/null & exec cat > \\1\\.up")
            .matcher(arguments.get(arguments.size() - 1));
    if (!carrier.matches()) {
      throw new AssertionError("not a carrier of ours: " + arguments);
    }
    int domid = Integer.parseInt(arguments.get(arguments.size() - 2));
    return new FakeTransfer(this, directory.resolve(carrier.group(1)), onLine)
        .send(domain(domid).orElseThrow());
  }

  /** Shows a process in the host's {@code /proc}. */
  synchronized Path showProcess(Path input, String... arguments) {
    Path process = root.resolve("proc").resolve(Integer.toString(nextProcess++));
    try {
      Files.createDirectories(process.resolve("fd"));
      Files.writeString(process.resolve("cmdline"), String.join("\0", arguments) + "\0");
      Files.writeString(process.resolve("status"), "Name:\txl\nPPid:\t1\n");
      Files.createSymbolicLink(process.resolve("fd/0"), input);
      return process;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Takes a process away again. */
  static void hideProcess(Path process) {
    try {
      Files.deleteIfExists(process.resolve("cmdline"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> withoutDetachment(List<String> arguments) {
    return arguments.get(0).equals("setsid") ? arguments.subList(1, arguments.size()) : arguments;
  }

  /** In the words of the lab's recordings. */
  private synchronized CommandResult otherTool(Command command, List<String> arguments)
      throws HypervisorException {
    String tool = arguments.get(0);
    if (!withOtherTools || (tool.equals("chronyc") && clock.isEmpty())) {
      throw new HypervisorException(Reason.NOT_AVAILABLE, "There is no " + tool + ".", Map.of());
    }
    if (tool.equals("chronyc")) {
      return printed(command, recorded("clock").replace("Normal", clock));
    }
    if (tool.equals("timedatectl")) {
      return printed(command, "no\n");
    }
    if (arguments.size() == 2) {
      return printed(command, recorded("xen-cpuid-policies"));
    }
    String name = "Domain " + arguments.get(2) + " policy";
    return printed(command, recorded("xen-cpuid-domain").replace("Domain 2 policy", name));
  }

  private static String recorded(String name) {
    try {
      return Sample.read(Path.of("src/test/resources/samples-lab", name + ".txt")).output();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private synchronized CommandResult xl(Command command, List<String> arguments) {
    String subcommand = arguments.get(0);
    String last = arguments.get(arguments.size() - 1);
    return switch (subcommand) {
      case "list" -> printed(command, last.equals("-l") ? details() : table());
      case "info" -> printed(command, info());
      case "help" -> printed(command, " create              Create a domain from config file\n");
      case "sched-credit2" -> printed(command, shares());
      case "create" -> create(command, arguments.get(2), last);
      case "rename" -> renameTo(command, Integer.parseInt(arguments.get(1)), last);
      default -> act(command, subcommand, domains.get(Integer.parseInt(last)));
    };
  }

  private CommandResult act(Command command, String subcommand, Domain domain) {
    if (domain == null) {
      return failed(command, 1, "0 is an invalid domain identifier (rc=-6)\n");
    }
    switch (subcommand) {
      case "pause" -> domain.flags = "--p---";
      case "unpause" -> domain.flags = "-b----";
      case "shutdown", "destroy" -> remove(domain);
      case "reboot" -> {
        remove(domain);
        add(domain.uuid, domain.name, domain.mebibytes, "r-----");
      }
      default -> throw new AssertionError("unexpected: " + command);
    }
    return printed(command, "");
  }

  private CommandResult renameTo(Command command, int domid, String name) {
    return rename(domains.get(domid), name)
        ? printed(command, "")
        : failed(
            command,
            1,
            "libxl: error: libxl_domain.c:81:libxl__domain_rename: Domain "
                + domid
                + ":Domain with name \""
                + name
                + "\" already exists.\n");
  }

  private CommandResult create(Command command, String file, String uuidSetting) {
    Map<String, String> settings = new TreeMap<>();
    Matcher setting = SETTING.matcher(read(Path.of(file)) + "\n" + uuidSetting);
    while (setting.find()) {
      settings.put(
          setting.group(1), setting.group(2) == null ? setting.group(3) : setting.group(2));
    }
    if (!settings.containsKey("memory")) {
      return failed(
          command,
          1,
          file
              + ":1: config parsing error near `is': syntax error, unexpected IDENT, expecting"
              + " '='\nFailed to parse config: Invalid argument\n");
    }
    String name = settings.get("name");
    if (domains.values().stream().anyMatch(domain -> domain.name.equals(name))) {
      return failed(
          command,
          3,
          "libxl: error: libxl_domain.c:81:libxl__domain_rename: Domain "
              + nextDomid
              + ":Domain with name \""
              + name
              + "\" already exists.\n");
    }
    long mebibytes = Long.parseLong(settings.get("memory"));
    return add(settings.get("uuid"), name, mebibytes, "r-----").isPresent()
        ? printed(command, "")
        : failed(
            command,
            3,
            "xc: error: panic: xg_dom_boot.c:119: xc_dom_boot_mem_init: can't allocate low memory"
                + " for domain: Out of memory\n");
  }

  private synchronized CommandResult python(Command command, List<String> arguments) {
    if (!withBindings) {
      return failed(command, 1, "ModuleNotFoundError: No module named 'xen'\n");
    }
    String domid = arguments.get(arguments.size() - 1);
    if (!domid.equals("-")) {
      domains.get(Integer.parseInt(domid)).flags = "-b----";
    }
    return printed(command, "");
  }

  private String table() {
    StringBuilder table = new StringBuilder(HEADER);
    controlDomainSeconds += 0.1;
    table.append(
        row(
            "Domain-0",
            0,
            1280,
            "r-----",
            controlDomainSeconds,
            "00000000-0000-0000-0000-000000000000"));
    for (Domain domain : domains.values()) {
      domain.seconds += domain.flags.charAt(2) == '-' && domain.flags.charAt(3) == '-' ? 0.1 : 0;
      table.append(
          row(
              domain.name,
              domain.domid,
              domain.mebibytes,
              domain.flags,
              domain.seconds,
              domain.uuid));
    }
    return table.toString();
  }

  private static String row(
      String name, int domid, long mebibytes, String flags, double seconds, String uuid) {
    return String.format(
        Locale.ROOT,
        "%-40s %5d %5d %5d     %s  %8.1f %s %8s %16s%n",
        name,
        domid,
        mebibytes,
        1,
        flags,
        seconds,
        uuid,
        flags.charAt(3) == 's' ? "2" : "-",
        "-");
  }

  private String details() {
    List<String> entries = new ArrayList<>();
    for (Domain domain : withDetails ? domains.values() : List.<Domain>of()) {
      entries.add(
          String.format(
              Locale.ROOT,
              """
              {"domid": %d, "config": {
                "c_info": {"type": "pvh", "name": "%s", "domid": 4294967295, "uuid": "%s"},
                "b_info": {"max_vcpus": 1, "max_memkb": %d, "target_memkb": %d,
                  "sched_params": {"sched": "credit2", "weight": 256, "cap": 0}%s}%s}}
              """,
              domain.domid,
              domain.name,
              domain.uuid,
              domain.mebibytes << 10,
              domain.mebibytes << 10,
              built,
              devices));
    }
    return "[" + String.join(",", entries) + "]\n\n";
  }

  private String shares() {
    StringBuilder table = new StringBuilder("Cpupool Pool-0: ratelimit=1000us\n");
    table.append("Name                                ID Weight  Cap\n");
    table.append("Domain-0                             0    256    0\n");
    for (Domain domain : domains.values()) {
      table.append(
          String.format(Locale.ROOT, "%-33s %4d %6d %4d%n", domain.name, domain.domid, 512, 45));
    }
    return table.toString();
  }

  private String info() {
    return String.format(
        Locale.ROOT,
        """
        host                   : %s
        nr_cpus                : 1
        cpu_mhz                : 2100.001
        hw_caps                : 078bf3fd:80802001:28100800:00000065:00000000:00000000
        virt_caps              : pv hvm hap gnttab-v1 gnttab-v2
        total_memory           : 2559
        free_memory            : %d
        outstanding_claims     : 0
        xen_major              : 4
        xen_minor              : 17
        xen_extra              : .7
        xen_version            : 4.17.7
        xen_scheduler          : credit2
        xen_commandline        : dom0_mem=1280M,max:1280M com1=115200,8n1 console=com1
        """,
        host,
        freeMebibytes);
  }

  private static CommandResult printed(Command command, String output) {
    return new CommandResult(command, 0, output, "");
  }

  private static CommandResult failed(Command command, int exitCode, String errors) {
    return new CommandResult(command, exitCode, "", errors);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Settings under which an {@link XlHypervisor} drives this host. */
  XlSettings settings() {
    return new XlSettings(
        host,
        "/usr/sbin/xl",
        LIMIT,
        LIMIT,
        Duration.ofSeconds(30),
        root.resolve("data"),
        root.resolve("run"),
        root);
  }
}
