// SPDX-License-Identifier: Apache-2.0
package org.transhume.workload;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/** A program in a thread of its own, with what it prints. */
final class RunningProgram implements AutoCloseable {

  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final CompletableFuture<Integer> code = new CompletableFuture<>();
  private final Thread thread;

  private RunningProgram(String... arguments) {
    thread =
        new Thread(
            () ->
                code.complete(
                    Workload.run(
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        arguments)),
            arguments[0]);
  }

  static RunningProgram of(String... arguments) {
    RunningProgram program = new RunningProgram(arguments);
    program.thread.start();
    return program;
  }

  /** Waits for its end. */
  int code() throws Exception {
    return code.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
  }

  List<String> lines() {
    String told = out.toString(StandardCharsets.UTF_8);
    return told.substring(0, told.lastIndexOf('\n') + 1).lines().toList();
  }

  /** Of the first field's name, the fields behind it. */
  List<List<String>> lines(String name) {
    return lines().stream()
        .map(line -> List.of(line.split("\t", -1)))
        .filter(fields -> fields.get(0).equals(name))
        .map(fields -> fields.subList(1, fields.size()))
        .toList();
  }

  List<String> last() {
    return List.of(lines().get(lines().size() - 1).split("\t", -1));
  }

  String complaint() {
    return err.toString(StandardCharsets.UTF_8);
  }

  /** Waits until it has printed such a line. */
  String await(Predicate<String> wanted) throws Exception {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (System.nanoTime() - end < 0) {
      Optional<String> found = lines().stream().filter(wanted).findFirst();
      if (found.isPresent()) {
        return found.get();
      }
      if (code.isDone()) {
        break;
      }
      TimeUnit.MILLISECONDS.sleep(10);
    }
    throw new TimeoutException("no such line in " + lines() + complaint());
  }

  /** Waits until a server listens. */
  String port() throws Exception {
    return await(line -> line.startsWith("ready\t")).split("\t", -1)[1];
  }

  @Override
  public void close() throws Exception {
    thread.interrupt();
    thread.join(LIMIT.toMillis());
  }
}
