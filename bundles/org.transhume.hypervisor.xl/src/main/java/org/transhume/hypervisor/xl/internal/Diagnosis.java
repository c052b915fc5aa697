// SPDX-License-Identifier: Apache-2.0
package org.transhume.hypervisor.xl.internal;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.transhume.spi.hypervisor.HypervisorException;
import org.transhume.spi.hypervisor.Reason;
import org.transhume.spi.hypervisor.TransferOutcome;

/**
 * Finds the reason in what xl and its libraries print when they fail. xl tells failures apart by
 * words, hardly ever by its exit status, and prints causes before their consequences; so each role
 * has its list of phrases, the more telling ones first. The phrases are those of Xen 4.17, and each
 * is held by a recording among the tests.
 */
final class Diagnosis {
  /** Of any command that is no half of a migration. */
  static final Diagnosis COMMAND = new Diagnosis(List.of());

  /** Of {@code xl migrate}; with ssh the receiver's words come mixed with its own. */
  static final Diagnosis SENDER =
      new Diagnosis(
          List.of(
              new Phrase(
                  Reason.CONTROL_DOMAIN,
                  "Saving domain 0,",
                  "The control domain cannot be migrated."),
              new Phrase(
                  Reason.LOG_DIRTY_UNSUPPORTED,
                  "Failed to enable logdirty",
                  "This Xen cannot track the dirty pages of this domain, so that it cannot move live:"
                      + " PV domains need a Xen with shadow paging."),
              new Phrase(
                  Reason.GUEST_DID_NOT_SUSPEND,
                  "guest didn't acknowledge suspend|guest did not suspend, timed out"
                      + "|failed to suspend at sender",
                  "The guest did not answer the request to suspend; it may still do so later."),
              new Phrase(
                  Reason.TARGET_START_FAILED,
                  "Target reports startup failure \\(status code (-?\\d+)\\)",
                  "The target could not start its copy (status code {0}) and gave it up.",
                  "statusCode"),
              new Phrase(
                  Reason.NAME_NOT_RESOLVED,
                  "Could not resolve hostname ([^:\\s]+)",
                  "The host name {0} cannot be resolved.",
                  "target"),
              new Phrase(
                  Reason.AUTHENTICATION_REFUSED,
                  "(\\S+): Permission denied \\((.+)\\)",
                  "{0} refused every key that was offered.",
                  "target",
                  "methods"),
              new Phrase(
                  Reason.AUTHENTICATION_REFUSED,
                  "Host key verification failed",
                  "The other host's key is not the one that is known for it."),
              new Phrase(
                  Reason.TARGET_UNREACHABLE,
                  "connect to host (\\S+) port (\\d+): (.+)",
                  "Port {1} of {0} cannot be reached: {2}.",
                  "target",
                  "port",
                  "cause"),
              new Phrase(
                  Reason.TARGET_UNREACHABLE,
                  "connect\\(\\d+, AF=\\d+ (\\S+):(\\d+), \\d+\\): (.+)",
                  "Port {1} of {0} cannot be reached: {2}.",
                  "target",
                  "port",
                  "cause"),
              new Phrase(
                  Reason.NOT_A_RECEIVER,
                  "truncated reading banner|contained unexpected data instead of banner",
                  "The other side is no migration receiver: it did not send Xen's banner."),
              new Phrase(
                  Reason.NO_MEMORY,
                  "Failed to populate physmap",
                  "The target has too little free memory for the domain."),
              new Phrase(
                  Reason.STREAM_CUT,
                  "truncated reading ready message",
                  "The stream ended after the guest was suspended and before the hand-over; the domain"
                      + " goes on here."),
              new Phrase(
                  Reason.STREAM_CUT,
                  "save/restore helper .*died due to fatal signal Broken pipe"
                      + "|truncated reading ipc msg header|Failed to write .* to stream",
                  "The stream ended while memory was copied; the domain goes on here.")));

  /** Of {@code xl migrate-receive}. */
  static final Diagnosis RECEIVER =
      new Diagnosis(
          List.of(
              new Phrase(
                  Reason.NO_MEMORY,
                  "Failed to populate physmap",
                  "There is too little free memory for the domain."),
              new Phrase(
                  Reason.STREAM_CUT,
                  "truncated reading GO message",
                  "The stream ended before permission to start the domain came."),
              new Phrase(
                  Reason.STREAM_CUT,
                  "Failed to read .*from stream|Failed to read \\d+ bytes of data for record"
                      + "|truncated reading .* from .*stream",
                  "The stream ended before the domain was complete."),
              new Phrase(
                  Reason.RECEIVER_FAILED,
                  "Domain creation failed \\(code (-?\\d+)\\)",
                  "The domain could not be created from the stream (code {0}).",
                  "statusCode"),
              new Phrase(
                  Reason.RECEIVER_FAILED,
                  "Failure, destroying our copy",
                  "The domain arrived and could not be started; the copy was removed.")));

  /** What holds for every command. */
  private static final List<Phrase> COMMON =
      List.of(
          new Phrase(
              Reason.NOT_PRIVILEGED,
              "privileged command interface: Permission denied|libxc handle: Permission denied",
              "Xen may be driven by root only: run the agent as root in dom0."),
          new Phrase(
              Reason.NOT_AVAILABLE,
              "privileged command interface: No such file|libxc handle: No such file"
                  + "|cannot init xl context",
              "Xen's tools are installed, and this system does not run as a dom0 under Xen: boot"
                  + " it with the hypervisor."),
          new Phrase(
              Reason.NAME_IN_USE,
              "Domain with name \"([^\"]+)\" already exists",
              "A domain named {0} is already here.",
              "domain"),
          new Phrase(
              Reason.UNKNOWN_DOMAIN,
              "(\\S+) is an invalid domain identifier",
              "There is no domain {0} here.",
              "domain"),
          new Phrase(
              Reason.UNKNOWN_DOMAIN,
              "Can't get domid of domain name '([^']+)'",
              "There is no domain {0} here.",
              "domain"),
          new Phrase(
              Reason.NO_MEMORY,
              "can't allocate low memory for domain|failed to free memory for the domain"
                  + "|Cannot allocate memory|not enough (?:free )?memory",
              "There is too little free memory for the domain."),
          new Phrase(
              Reason.CONTROL_DOMAIN,
              "Not destroying domain 0|Cannot destroy privileged domain",
              "The control domain cannot be acted upon."),
          new Phrase(
              Reason.INVALID_CONFIGURATION,
              "(.*config parsing error near.*)",
              "The configuration cannot be read: {0}",
              "complaint"),
          new Phrase(
              Reason.INVALID_CONFIGURATION,
              "Failed to parse config|Domain name must be specified|Unable to parse configuration"
                  + "|Invalid domain type",
              "The configuration cannot be read."),
          new Phrase(
              Reason.UNSUPPORTED,
              "PV control interface not available",
              "The guest has no drivers that could be asked."),
          new Phrase(
              Reason.UNSUPPORTED,
              "No config file stored for running domain",
              "xl holds no configuration of this domain, since other tools created it; it cannot"
                  + " be migrated."));

  /** Outranks all the rest, a signal included: nobody may act on this domain before both ends. */
  private static final Phrase UNDECIDED =
      new Phrase(
          Reason.HANDOVER_UNDECIDED,
          "\\*\\* Migration failed during final handshake",
          "The stream ended within the hand-over: look at both hosts before anything is resumed.");

  /** What a receiver says that has its copy and cannot start it; its exit status may be any. */
  private static final String GAVE_UP = "Failure, destroying our copy";

  private static final int LINES_FOR_PEOPLE = 20;
  private static final int SIGNALLED = 128;
  private static final int HIGHEST_SIGNAL = 64;
  private static final int LINES_AMONG_OPERANDS = 5;

  private final List<Phrase> phrases;

  private Diagnosis(List<Phrase> phrases) {
    this.phrases = phrases;
  }

  /**
   * The reason of a failure.
   *
   * @param command what failed
   * @param exitCode its exit status
   * @param lines what it printed
   */
  HypervisorException of(Command command, int exitCode, List<String> lines) {
    Map<String, String> operands = new TreeMap<>();
    operands.put("command", command.toString());
    operands.put("exitCode", Integer.toString(exitCode));
    operands.put(
        "lastLines",
        String.join(
            "\n", lines.subList(Math.max(0, lines.size() - LINES_AMONG_OPERANDS), lines.size())));
    Optional<HypervisorException> undecided = UNDECIDED.in(lines, operands);
    if (undecided.isPresent()) {
      return undecided.get();
    }
    if (exitCode > SIGNALLED && exitCode <= SIGNALLED + HIGHEST_SIGNAL) {
      operands.put("signal", Integer.toString(exitCode - SIGNALLED));
      return new HypervisorException(
          Reason.KILLED,
          "'" + command + "' was ended by signal " + (exitCode - SIGNALLED) + ".",
          operands);
    }
    for (List<Phrase> list : List.of(COMMON, phrases)) {
      for (Phrase phrase : list) {
        Optional<HypervisorException> found = phrase.in(lines, operands);
        if (found.isPresent()) {
          return found.get();
        }
      }
    }
    String last = lines.isEmpty() ? "it said nothing" : lines.get(lines.size() - 1).strip();
    return new HypervisorException(
        Reason.FAILED,
        "'" + command + "' failed with exit status " + exitCode + ": " + last,
        operands);
  }

  /** How one half of a migration ended. */
  TransferOutcome outcome(Command command, int exitCode, List<String> lines) {
    boolean failed = exitCode != 0 || lines.stream().anyMatch(line -> line.contains(GAVE_UP));
    return new TransferOutcome(
        failed ? Optional.of(of(command, exitCode, lines)) : Optional.empty(),
        lines.subList(Math.max(0, lines.size() - LINES_FOR_PEOPLE), lines.size()));
  }

  /**
   * Words by which a failure is known.
   *
   * @param sentence what to tell the operator; {0} is the first operand
   * @param operandNames names of the groups of the pattern
   */
  private record Phrase(
      Reason reason, Pattern pattern, String sentence, List<String> operandNames) {

    Phrase(Reason reason, String pattern, String sentence, String... operandNames) {
      this(reason, Pattern.compile(pattern), sentence, List.of(operandNames));
    }

    Optional<HypervisorException> in(List<String> lines, Map<String, String> common) {
      for (String line : lines) {
        Matcher matcher = pattern.matcher(line);
        if (matcher.find()) {
          Map<String, String> operands = new TreeMap<>(common);
          String text = sentence;
          for (int i = 0; i < operandNames.size(); i++) {
            operands.put(operandNames.get(i), matcher.group(i + 1));
            text = text.replace("{" + i + "}", matcher.group(i + 1));
          }
          return Optional.of(new HypervisorException(reason, text, operands));
        }
      }
      return Optional.empty();
    }
  }
}
