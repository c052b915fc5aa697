// SPDX-License-Identifier: Apache-2.0
package org.transhume.hypervisor.xl.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How a command is started whose processes must outlive the agent: monitor daemons, device models,
 * and xl in the middle of a migration, which resumes nobody once it is killed. A service manager
 * ends whatever is in a service's control group, and a terminal whatever is in its session.
 *
 * @param way which way it is
 * @param prefix what stands before the command
 * @param description the same for people
 */
record Detachment(Way way, List<String> prefix, String description) {

  /** The ways out. */
  enum Way {
    /** A scope of its own, made by systemd. */
    SYSTEMD_SCOPE,
    /** A control group of its own, entered by hand. */
    CONTROL_GROUP,
    /** A session of its own; there is no control group to leave. */
    SESSION,
    /** A session of its own only, though the agent sits in a control group that it cannot leave. */
    SESSION_ONLY
  }

  private static final String SLICE = "transhume-domains.slice";
  private static final Path GROUPS = Path.of("sys/fs/cgroup");
  private static final String GROUP = "transhume-domains";

  /** Enters the group that is the script's own argument, then becomes the rest. */
  private static final String ENTER_GROUP =
      "mkdir -p \"$0\" && echo 0 > \"$0/cgroup.procs\" && exec \"$@\"";

  Detachment {
    prefix = List.copyOf(prefix);
  }

  /**
   * Finds the way of this machine.
   *
   * @param root the root of the file system to look at
   */
  static Detachment detect(Path root) {
    if (Files.isDirectory(root.resolve("run/systemd/system"))
        && (Files.exists(root.resolve("usr/bin/systemd-run"))
            || Files.exists(root.resolve("bin/systemd-run")))) {
      return new Detachment(
          Way.SYSTEMD_SCOPE,
          List.of(
              "systemd-run", "--scope", "--quiet", "--collect", "--slice=" + SLICE, "--", "setsid"),
          "what serves domains runs in systemd scopes below " + SLICE);
    }
    List<String> groups = groupsOfThisProcess(root);
    if (groups.stream().allMatch(line -> line.endsWith(":/"))) {
      return new Detachment(
          Way.SESSION,
          List.of("setsid"),
          "what serves domains runs in sessions of its own, and no control group holds the agent");
    }
    boolean unified = groups.stream().anyMatch(line -> line.startsWith("0::"));
    if (unified && Files.isWritable(root.resolve(GROUPS).resolve("cgroup.procs"))) {
      return new Detachment(
          Way.CONTROL_GROUP,
          List.of("sh", "-c", ENTER_GROUP, "/" + GROUPS + "/" + GROUP, "setsid"),
          "what serves domains runs in the control group " + GROUP);
    }
    return new Detachment(
        Way.SESSION_ONLY,
        List.of("setsid"),
        "what serves domains stays in the agent's control group, which cannot be left here: a"
            + " service manager that ends the whole group would end device models with the agent");
  }

  /** The command, detached. */
  Command detached(Command command) {
    List<String> arguments = new ArrayList<>(prefix);
    arguments.addAll(command.arguments());
    return new Command(arguments, command.timeLimit());
  }

  private static List<String> groupsOfThisProcess(Path root) {
    try {
      return Files.readAllLines(root.resolve("proc/self/cgroup"));
    } catch (IOException e) {
      return List.of();
    }
  }
}
