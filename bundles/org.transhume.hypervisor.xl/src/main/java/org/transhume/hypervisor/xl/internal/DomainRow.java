// SPDX-License-Identifier: Apache-2.0
package org.transhume.hypervisor.xl.internal;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.transhume.api.model.DomainState;
import org.transhume.spi.hypervisor.DomainIdentity;
import org.transhume.spi.hypervisor.HypervisorException;

/**
 * A line of {@code xl list -v}.
 *
 * @param identity uuid, domid and name
 * @param memoryMebibytes memory it holds
 * @param vcpus virtual processors that are on line
 * @param flags the six letters of its state
 * @param cpuTime accounted time; xl rounds it to a tenth of a second
 */
record DomainRow(
    DomainIdentity identity, long memoryMebibytes, int vcpus, String flags, Duration cpuTime) {

  /** What xl prints for a domain that has no name yet, or no more. */
  static final String NO_NAME = "(null)";

  private static final Pattern HEADER = Pattern.compile("Name\\s+ID\\s+Mem\\s+VCPUs\\s.*UUID.*");

  /** A name may hold anything, so that it is what stands before all the rest. */
  private static final Pattern ROW =
      Pattern.compile(
          "(?<name>.*\\S)\\s+(?<domid>\\d{1,9})\\s+(?<memory>\\d{1,12})\\s+(?<vcpus>\\d{1,6})"
              + "\\s+(?<flags>[r-][b-][p-][s-][-rscwS?][d-])\\s+(?<time>\\d{1,12}\\.\\d)"
              + "\\s+(?<uuid>\\p{XDigit}{8}(?:-\\p{XDigit}{4}){3}-\\p{XDigit}{12})"
              + "\\s+(?<reason>\\S+)\\s+(?<label>\\S+)\\s*");

  /** Reads the whole list; a line that is none is an error, not a domain less. */
  static List<DomainRow> parse(CommandResult result) throws HypervisorException {
    List<String> lines = result.output().lines().filter(line -> !line.isBlank()).toList();
    if (lines.isEmpty() || !HEADER.matcher(lines.get(0)).matches()) {
      throw Garbage.in(result, lines.isEmpty() ? "nothing at all" : lines.get(0));
    }
    List<DomainRow> rows = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      Matcher row = ROW.matcher(line);
      if (!row.matches()) {
        throw Garbage.in(result, line);
      }
      rows.add(of(row));
    }
    return List.copyOf(rows);
  }

  private static DomainRow of(Matcher row) {
    return new DomainRow(
        new DomainIdentity(
            row.group("uuid").toLowerCase(Locale.ROOT),
            Integer.parseInt(row.group("domid")),
            row.group("name")),
        Long.parseLong(row.group("memory")),
        Integer.parseInt(row.group("vcpus")),
        row.group("flags"),
        Duration.ofMillis(new BigDecimal(row.group("time")).movePointRight(3).longValueExact()));
  }

  boolean isControlDomain() {
    return identity.domainId() == 0;
  }

  /** The strongest flag decides: death, then shutdown with its reason, then pause. */
  DomainState state() {
    if (flags.charAt(5) == 'd') {
      return DomainState.DYING;
    }
    if (flags.charAt(3) == 's') {
      return switch (flags.charAt(4)) {
        case 's' -> DomainState.SUSPENDED;
        case 'r', 'S' -> DomainState.REBOOTING;
        case 'c', 'w' -> DomainState.CRASHED;
        default -> DomainState.SHUT_DOWN;
      };
    }
    if (identity.name().equals(NO_NAME)) {
      return DomainState.BUILDING;
    }
    return flags.charAt(2) == 'p' ? DomainState.PAUSED : DomainState.RUNNING;
  }

  DomainName name() {
    return new DomainName(identity.name());
  }
}
