// SPDX-License-Identifier: Apache-2.0
package org.transhume.hypervisor.xl.internal;

import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.concurrent.CompletionStage;
import org.transhume.spi.hypervisor.HypervisorException;
import org.transhume.spi.hypervisor.Reason;
import org.transhume.spi.hypervisor.TransferOutcome;

/** A process of xl's that plays one half of a migration, and what joins it to this process. */
final class TransferHalf {

  private final Diagnosis role;
  private final Command command;
  private final RunningCommand process;
  private final StreamPipes.Ends ends;
  private final ReadableByteChannel output;
  private final Transcript transcript;
  private final Runnable onEnd;
  private final CompletionStage<TransferOutcome> outcome;
  private volatile boolean cut;

  /**
   * Takes over a process that has opened its pipes.
   *
   * @param onEnd runs when the process has left, before anybody hears of it
   */
  TransferHalf(
      Diagnosis role,
      Command command,
      RunningCommand process,
      StreamPipes.Ends ends,
      Transcript transcript,
      Runnable onEnd) {
    this.role = role;
    this.command = command;
    this.process = process;
    this.ends = ends;
    this.output =
        role == Diagnosis.RECEIVER ? new DrainedChannel(ends.fromProgram()) : ends.fromProgram();
    this.transcript = transcript;
    this.onEnd = onEnd;
    this.outcome = process.exit().thenApply(this::ended);
  }

  ReadableByteChannel output() {
    return output;
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
    ends.closeInput();
    StreamPipes.closeQuietly(output);
  }

  void kill() {
    process.kill();
  }

  private TransferOutcome ended(int exitCode) {
    ends.closeInput();
    onEnd.run();
    TransferOutcome found = role.outcome(command, exitCode, transcript.lines());
    return new TransferOutcome(found.failure().map(this::explained), found.lastLines());
  }

  /** A stream that we cut before the banner is no stranger at the other end. */
  private HypervisorException explained(HypervisorException found) {
    return cut && found.reason() == Reason.NOT_A_RECEIVER
        ? new HypervisorException(
            Reason.STREAM_CUT,
            "The stream was cut before any of the domain was sent; the domain goes on here.",
            found.operands())
        : found;
  }
}
