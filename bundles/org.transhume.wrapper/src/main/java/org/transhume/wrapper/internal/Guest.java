// SPDX-License-Identifier: Apache-2.0
package org.transhume.wrapper.internal;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.transhume.spi.wrapper.WrappedDomain;
import org.transhume.spi.wrapper.WrapperException;
import org.transhume.spi.wrapper.WrapperFailure;

/** One domain as a description reaches it: runs commands there and looks whether software runs. */
final class Guest {

  private static final int MOST_WORDS = 300;

  private final Description description;
  private final Surroundings around;
  private final Map<String, String> places;

  Guest(Description description, WrappedDomain domain, Surroundings around) {
    this.description = description;
    this.around = around;
    Map<String, String> known = new TreeMap<>();
    known.put("domain", domain.name());
    known.put("uuid", domain.uuid());
    known.put("host", domain.host());
    known.put("address", Words.fill(description.address(), known));
    this.places = Map.copyOf(known);
  }

  /** Where the domain is and how it is reached, by the placeholders' names. */
  Map<String, String> places() {
    return places;
  }

  /** Runs a command and tells what it printed. */
  String run(String what, Words command, Map<String, String> values) throws WrapperException {
    return runPlain(what, filled(what, command, values), "");
  }

  private static List<String> filled(String what, Words command, Map<String, String> values)
      throws WrapperException {
    try {
      return command.filled(values);
    } catch (IllegalArgumentException e) {
      throw new WrapperException(WrapperFailure.INVALID, what + ": " + e.getMessage(), e);
    }
  }

  /** The same for words without placeholders. */
  String runPlain(String what, List<String> words, String input) throws WrapperException {
    CommandRunner.Ended ended = call(what, words, input);
    if (!ended.inTime()) {
      throw new WrapperException(
          WrapperFailure.TIMED_OUT,
          what + " did not end within " + description.limit().toMillis() + " ms and was killed");
    }
    if (description.channel().isUnreachable(ended.exitCode())) {
      throw new WrapperException(
          WrapperFailure.UNREACHABLE,
          what + ": " + places.get("domain") + " cannot be reached: " + shortened(ended.words()));
    }
    if (!ended.succeeded()) {
      throw new WrapperException(
          WrapperFailure.FAILED,
          what + " ended with " + ended.exitCode() + ": " + shortened(ended.words()));
    }
    return ended.output();
  }

  private CommandRunner.Ended call(String what, List<String> words, String input)
      throws WrapperException {
    List<String> vector = description.channel().vector(words, places);
    try {
      return around
          .runner()
          .run(new CommandRunner.Call(vector, environment(), input, description.limit()));
    } catch (IOException e) {
      throw new WrapperException(
          WrapperFailure.NOT_READY,
          what
              + ": "
              + vector.get(0)
              + " cannot be run on "
              + places.get("host")
              + "; install it, or correct "
              + description.file()
              + ": "
              + e.getMessage(),
          e);
    } catch (InterruptedException e) {
      throw interrupted(what, e);
    }
  }

  private static WrapperException interrupted(String what, InterruptedException e) {
    Thread.currentThread().interrupt();
    return new WrapperException(WrapperFailure.TIMED_OUT, what + " was interrupted", e);
  }

  private Map<String, String> environment() {
    return Map.of(
        "TRANSHUME_DOMAIN", places.get("domain"),
        "TRANSHUME_UUID", places.get("uuid"),
        "TRANSHUME_HOST", places.get("host"),
        "TRANSHUME_ADDRESS", places.get("address"));
  }

  /**
   * Why the software is not seen to run.
   *
   * @param text for people
   * @param blind whether nobody could look, so that it may run all the same
   */
  record Problem(String text, boolean blind) {

    private static Problem of(WrapperException e) {
      return new Problem(e.getMessage(), e.failure() != WrapperFailure.FAILED);
    }
  }

  /** Why the software is not seen to run; empty when it runs. */
  Optional<Problem> problem(Map<String, String> values) {
    try {
      if (description.steps().status().isPresent()) {
        run("status", description.steps().status().get(), values);
      }
      if (description.checks().http().isPresent()) {
        around
            .checks()
            .http(Words.fill(description.checks().http().get(), values), description.limit());
      }
      if (description.checks().tcp().isPresent()) {
        around
            .checks()
            .tcp(Words.fill(description.checks().tcp().get(), values), description.limit());
      }
      return Optional.empty();
    } catch (WrapperException e) {
      return Optional.of(Problem.of(e));
    } catch (IOException e) {
      return Optional.of(new Problem(String.valueOf(e.getMessage()), false));
    }
  }

  /** Waits for it to run; tells the last problem when it does not. */
  Optional<Problem> awaitRunning(Map<String, String> values) throws WrapperException {
    long deadline = deadline();
    Optional<Problem> problem = problem(values);
    while (problem.isPresent() && around.nanoTime().getAsLong() - deadline < 0) {
      pause("start");
      problem = problem(values);
    }
    return problem;
  }

  /** Waits for it to run no more; tells whether it obeyed. */
  boolean awaitStopped(Map<String, String> values) throws WrapperException {
    long deadline = deadline();
    boolean runs = !isStopped(values);
    while (runs && around.nanoTime().getAsLong() - deadline < 0) {
      pause("stop");
      runs = !isStopped(values);
    }
    return !runs;
  }

  /** Whether it was seen not to run. */
  boolean isStopped(Map<String, String> values) {
    return problem(values).filter(problem -> !problem.blind()).isPresent();
  }

  private long deadline() {
    return around.nanoTime().getAsLong() + description.limit().toNanos();
  }

  private void pause(String what) throws WrapperException {
    try {
      around.pause().take();
    } catch (InterruptedException e) {
      throw interrupted(what, e);
    }
  }

  /** The figures that commands tell; one that fails is left out. */
  Map<String, String> figures(Map<String, String> values) {
    Map<String, String> figures = new TreeMap<>();
    description
        .attributes()
        .forEach(
            (name, command) -> {
              try {
                String said = run("attribute " + name, command, values);
                figures.put(name, shortened(said.lines().findFirst().orElse("")));
              } catch (WrapperException e) {
                figures.put(name, "unknown: " + shortened(e.getMessage()));
              }
            });
    return figures;
  }

  private static String shortened(String text) {
    return text.length() <= MOST_WORDS ? text : text.substring(0, MOST_WORDS) + " …";
  }
}
