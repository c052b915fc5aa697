// SPDX-License-Identifier: Apache-2.0
package org.transhume.hypervisor.xl.internal;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.transhume.spi.hypervisor.HypervisorException;
import org.transhume.spi.hypervisor.IncomingTransfer;
import org.transhume.spi.hypervisor.OutgoingTransfer;
import org.transhume.spi.hypervisor.Reason;

/**
 * Starts both halves of migrations. xl wants a command that carries its stream; ours is a constant
 * but for a token: two {@code cat} on two named pipes, so that nothing is needed that a dom0 lacks.
 */
final class Transfers {

  /** How long a program that left may take until its exit is known. */
  private static final long EXIT_MILLIS = 5_000;

  private final XlSettings settings;
  private final Xl xl;
  private final CommandRunner runner;
  private final Detachment detachment;
  private final Clock clock;
  private final Supplier<String> tokens;
  private final Set<String> sending = ConcurrentHashMap.newKeySet();

  /**
   * Starts nothing yet.
   *
   * @param tokens fresh names of letters and digits that nobody can guess
   */
  Transfers(
      XlSettings settings,
      Xl xl,
      CommandRunner runner,
      Detachment detachment,
      Clock clock,
      Supplier<String> tokens) {
    this.settings = settings;
    this.xl = xl;
    this.runner = runner;
    this.detachment = detachment;
    this.clock = clock;
    this.tokens = tokens;
  }

  /** Starts {@code xl migrate}; one at a time for each domain. */
  OutgoingTransfer send(DomainRow row) throws HypervisorException {
    String uuid = row.identity().uuid();
    if (!sending.add(uuid)) {
      throw alreadyMoving(row);
    }
    try {
      String token = tokens.get();
      TransferHalf half =
          start(
              Diagnosis.SENDER,
              token,
              xl.command(
                  "-vvv",
                  "migrate",
                  "-s",
                  "",
                  Integer.toString(row.identity().domainId()),
                  "cat " + token + ".down 2>/dev/null & exec cat > " + token + ".up"),
              () -> sending.remove(uuid));
      return new XlSender(half, row.memoryMebibytes() << 20);
    } catch (HypervisorException e) {
      sending.remove(uuid);
      throw e;
    }
  }

  /** Starts {@code xl migrate-receive}. */
  IncomingTransfer receive() throws HypervisorException {
    String token = tokens.get();
    List<String> receive = xl.command("migrate-receive").arguments();
    Command command =
        new Command(
            List.of(
                "sh",
                "-c",
                "exec \"$0\" \"$1\" > \"$2.up\" < \"$2.down\"",
                receive.get(0),
                receive.get(1),
                token),
            settings.commandTimeLimit());
    return new XlReceiver(start(Diagnosis.RECEIVER, token, command, () -> {}));
  }

  static HypervisorException alreadyMoving(DomainRow row) {
    return new HypervisorException(
        Reason.ALREADY_MOVING,
        "A process that moves or saves " + row.identity() + " is under way on this host.",
        Map.of("domain", row.identity().name(), "uuid", row.identity().uuid()));
  }

  private TransferHalf start(Diagnosis role, String token, Command command, Runnable onEnd)
      throws HypervisorException {
    Duration limit = settings.commandTimeLimit();
    StreamPipes pipes = StreamPipes.make(runner, settings.runFolder(), token, limit);
    Transcript transcript = new Transcript(clock);
    RunningCommand process;
    try {
      process = runner.start(detachment.detached(command), settings.runFolder(), transcript::hear);
    } catch (HypervisorException e) {
      pipes.remove();
      throw e;
    }
    try {
      return new TransferHalf(
          role, command, process, pipes.join(process, limit), transcript, onEnd);
    } catch (HypervisorException e) {
      throw process.isAlive() ? e : failedAtOnce(role, command, process, transcript, e);
    }
  }

  /** A process that left before it opened its pipes said why. */
  private static HypervisorException failedAtOnce(
      Diagnosis role,
      Command command,
      RunningCommand process,
      Transcript transcript,
      HypervisorException otherwise) {
    CompletableFuture<Integer> exit = process.exit().toCompletableFuture();
    try {
      return role.of(command, exit.get(EXIT_MILLIS, TimeUnit.MILLISECONDS), transcript.lines());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return otherwise;
    } catch (ExecutionException | TimeoutException e) {
      return otherwise;
    }
  }
}
