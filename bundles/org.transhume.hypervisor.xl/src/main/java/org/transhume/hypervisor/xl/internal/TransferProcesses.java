// SPDX-License-Identifier: Apache-2.0
package org.transhume.hypervisor.xl.internal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.transhume.api.model.CopyKind;

/**
 * The processes on this host that move, save or restore domains, found in {@code /proc}, so that
 * those that an administrator started by hand count too.
 *
 * @param domainIds domids that a process works on
 * @param names names that a process was given
 * @param unattributedReceiver whether a receiver runs of which nobody can see what it works on
 */
record TransferProcesses(Set<Integer> domainIds, Set<String> names, boolean unattributedReceiver) {

  private static final String HELPER = "libxl-save-helper";
  private static final Set<String> SENDING = Set.of("migrate", "save", "remus");
  private static final Set<String> RECEIVING = Set.of("migrate-receive", "restore");

  /** Options of the sending subcommands that take a value of their own. */
  private static final Set<String> WITH_VALUE = Set.of("-s", "-C", "-i", "-N");

  /** The helper's third argument after its mode: {@code HELPER --save-domain FD FD DOMID …}. */
  private static final int HELPER_DOMID = 4;

  TransferProcesses {
    domainIds = Set.copyOf(domainIds);
    names = Set.copyOf(names);
  }

  /**
   * Looks through a {@code /proc}.
   *
   * @throws IOException when it cannot be listed; processes that leave meanwhile are no error
   */
  static TransferProcesses in(Path proc) throws IOException {
    Set<Integer> domainIds = new HashSet<>();
    Set<String> names = new HashSet<>();
    Map<Integer, Boolean> receivers = new TreeMap<>();
    List<Integer> parentsOfHelpers = new ArrayList<>();
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(proc, "[0-9]*")) {
      for (Path process : processes) {
        List<String> arguments = arguments(process);
        if (arguments.isEmpty()) {
          continue;
        }
        String program = arguments.get(0).substring(arguments.get(0).lastIndexOf('/') + 1);
        if (program.equals(HELPER) && arguments.size() > HELPER_DOMID) {
          addDomain(arguments.get(HELPER_DOMID), domainIds, names);
          parentsOfHelpers.add(parent(process));
        } else if (program.equals("xl")) {
          int subcommand = subcommandIn(arguments);
          String name = subcommand < arguments.size() ? arguments.get(subcommand) : "";
          if (SENDING.contains(name)) {
            addDomain(firstOperand(arguments, subcommand + 1), domainIds, names);
          } else if (RECEIVING.contains(name) && !isMonitor(process)) {
            receivers.put(Integer.parseInt(proc.relativize(process).toString()), true);
          }
        }
      }
    }
    receivers.keySet().removeAll(parentsOfHelpers);
    return new TransferProcesses(domainIds, names, !receivers.isEmpty());
  }

  /** Whether one of them works on that copy, as far as anybody can tell. */
  boolean concern(DomainRow row) {
    boolean incoming = row.name().copyKind() == CopyKind.INCOMING;
    return domainIds.contains(row.identity().domainId())
        || names.contains(row.identity().name())
        || (incoming ? unattributedReceiver : names.contains(row.name().baseName()));
  }

  private static int subcommandIn(List<String> arguments) {
    int next = 1;
    while (next < arguments.size() && arguments.get(next).startsWith("-")) {
      next++;
    }
    return next;
  }

  private static String firstOperand(List<String> arguments, int from) {
    for (int i = from; i < arguments.size(); i++) {
      if (WITH_VALUE.contains(arguments.get(i))) {
        i++;
      } else if (!arguments.get(i).startsWith("-")) {
        return arguments.get(i);
      }
    }
    return "";
  }

  private static void addDomain(String text, Set<Integer> domainIds, Set<String> names) {
    if (text.matches("\\d{1,9}")) {
      domainIds.add(Integer.parseInt(text));
    } else if (!text.isEmpty()) {
      names.add(text);
    }
  }

  /**
   * Whether this is the daemon that a receiver leaves behind to watch its domain: it keeps the
   * receiver's command line for the domain's whole life, and has {@code /dev/null} for its input.
   */
  private static boolean isMonitor(Path process) {
    try {
      return Files.readSymbolicLink(process.resolve("fd/0")).endsWith("null");
    } catch (IOException e) {
      return false;
    }
  }

  private static List<String> arguments(Path process) {
    try {
      String line = Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1);
      return line.isEmpty() ? List.of() : List.of(line.split("\0"));
    } catch (IOException e) {
      return List.of();
    }
  }

  private static int parent(Path process) {
    try {
      String status = Files.readString(process.resolve("status"), StandardCharsets.ISO_8859_1);
      return status
          .lines()
          .filter(line -> line.startsWith("PPid:"))
          .mapToInt(line -> Integer.parseInt(line.substring("PPid:".length()).strip()))
          .findFirst()
          .orElse(-1);
    } catch (IOException e) {
      return -1;
    }
  }
}
