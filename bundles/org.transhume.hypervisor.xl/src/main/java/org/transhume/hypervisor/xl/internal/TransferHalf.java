// SPDX-License-Identifier: Apache-2.0
package org.transhume.hypervisor.xl.internal;

import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.transhume.spi.hypervisor.HypervisorException;
import org.transhume.spi.hypervisor.Reason;
import org.transhume.spi.hypervisor.TransferOutcome;

/** A process of xl's that plays one half of a migration, and what joins it to this process. */
final class TransferHalf {

  private static final int LINES_FOR_PEOPLE = 20;
  private static final String GAVE_UP = "destroying our copy";

  private final Diagnosis role;
  private final Command command;
  private final RunningCommand process;
  private final StreamPipes.Ends ends;
  private final Transcript transcript;
  private final CompletionStage<TransferOutcome> outcome;
  private volatile boolean cut;

  TransferHalf(
      Diagnosis role,
      Command command,
      RunningCommand process,
      StreamPipes.Ends ends,
      Transcript transcript) {
    this.role = role;
    this.command = command;
    this.process = process;
    this.ends = ends;
    this.transcript = transcript;
    this.outcome = process.exit().thenApply(this::ended);
  }

  ReadableByteChannel output() {
    return ends.fromProgram();
  }

  WritableByteChannel input() {
    return ends.toProgram();
  }

  CompletionStage<TransferOutcome> outcome() {
    return outcome;
  }

  Transcript transcript() {
    return transcript;
  }

  /** Closes both channels. The process is not touched: a killed sender resumes nobody. */
  void cut() {
    cut = true;
    ends.close();
  }

  void kill() {
    process.kill();
  }

  private TransferOutcome ended(int exitCode) {
    ends.closeInput();
    List<String> lines = transcript.lines();
    List<String> last = lines.subList(Math.max(0, lines.size() - LINES_FOR_PEOPLE), lines.size());
    boolean gaveUp = lines.stream().anyMatch(line -> line.contains(GAVE_UP));
    Optional<HypervisorException> failure =
        exitCode == 0 && !gaveUp
            ? Optional.empty()
            : Optional.of(diagnosed(role.of(command, exitCode, lines)));
    return new TransferOutcome(failure, last);
  }

  /** A stream that we cut before the banner is no stranger at the other end. */
  private HypervisorException diagnosed(HypervisorException found) {
    return cut && found.reason() == Reason.NOT_A_RECEIVER
        ? new HypervisorException(
            Reason.STREAM_CUT,
            "The stream was cut before any of the domain was sent; the domain goes on here.",
            found.operands())
        : found;
  }
}
