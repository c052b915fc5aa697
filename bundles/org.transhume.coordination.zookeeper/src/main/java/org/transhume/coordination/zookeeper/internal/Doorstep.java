// SPDX-License-Identifier: Apache-2.0
package org.transhume.coordination.zookeeper.internal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.transhume.spi.transport.Endpoint;
import org.transhume.spi.transport.OwnIdentity;

/**
 * Finds out why servers do not let us in while none of them does. ZooKeeper's client only tries
 * again; who looks into the log wants to know which certificate was refused, by whom, and why.
 */
final class Doorstep implements AutoCloseable {

  private static final Duration PERIOD = Duration.ofSeconds(4);
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** Any command that a server answers at once, if only to say that it is switched off. */
  private static final byte[] COMMAND = "srvr".getBytes(StandardCharsets.US_ASCII);

  private final Ensemble ensemble;
  private final OwnIdentity identity;
  private final BooleanSupplier inside;
  private final Consumer<String> whenRefused;
  private final ScheduledExecutorService looks =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "transhume-doorstep");
            thread.setDaemon(true);
            return thread;
          });
  private String told = "";

  /**
   * Begins to look.
   *
   * @param inside whether the ensemble is reached
   * @param whenRefused is told what each server says, whenever that is something new
   */
  @SuppressWarnings("FutureReturnValueIgnored") // Ends with its executor.
  Doorstep(
      Ensemble ensemble,
      OwnIdentity identity,
      BooleanSupplier inside,
      Consumer<String> whenRefused) {
    this.ensemble = ensemble;
    this.identity = identity;
    this.inside = inside;
    this.whenRefused = whenRefused;
    looks.scheduleWithFixedDelay(
        this::look, PERIOD.toMillis(), PERIOD.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void look() {
    if (inside.getAsBoolean()) {
      told = "";
      return;
    }
    String problems =
        ensemble.servers().stream()
            .map(this::problem)
            .flatMap(Optional::stream)
            .collect(Collectors.joining("; "));
    if (!problems.isEmpty() && !problems.equals(told) && !inside.getAsBoolean()) {
      told = problems;
      whenRefused.accept(problems);
    }
  }

  private Optional<String> problem(Endpoint server) {
    try {
      return identity.ask(server, COMMAND, PATIENCE).length > 0
          ? Optional.empty()
          : Optional.of("TLS connection to " + server + ": ended without a word; its log says why");
    } catch (IOException e) {
      return Optional.of(e.getMessage());
    }
  }

  @Override
  public void close() {
    looks.shutdownNow();
  }
}
