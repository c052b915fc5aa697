// SPDX-License-Identifier: Apache-2.0
package org.transhume.wrapper.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.transhume.spi.wrapper.WrappedDomain;
import org.transhume.spi.wrapper.Wrapper;
import org.transhume.spi.wrapper.WrapperAnswer;
import org.transhume.spi.wrapper.WrapperException;
import org.transhume.spi.wrapper.WrapperFailure;
import org.transhume.spi.wrapper.WrapperHealth;
import org.transhume.spi.wrapper.WrapperOperation;
import org.transhume.spi.wrapper.WrapperState;
import org.transhume.spi.wrapper.WrapperStatus;

/** A wrapper that does what a description says, in one domain. */
final class DescribedWrapper implements Wrapper {

  private static final int SCHEMA = 1;
  private static final String STARTED = "started";
  private static final String SETTING = "setting.";

  /** The path and the mode are arguments: the shell reads no meaning into them. */
  private static final String WRITE =
      "umask 077 && cat > \"$1.new\" && chmod \"$2\" \"$1.new\" && mv \"$1.new\" \"$1\"";

  private final Description description;
  private final Guest guest;

  DescribedWrapper(Description description, WrappedDomain domain, Surroundings around) {
    this.description = description;
    this.guest = new Guest(description, domain, around);
  }

  @Override
  public int schema() {
    return SCHEMA;
  }

  @Override
  public List<WrapperOperation> operations() {
    return description.operations().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(
            entry ->
                new WrapperOperation(
                    entry.getKey(), entry.getValue().parameters(), entry.getValue().description()))
        .toList();
  }

  @Override
  public WrapperAnswer configure(WrapperState state, Map<String, String> settings)
      throws WrapperException {
    Map<String, String> all = complete(settings);
    WrapperState next = state;
    for (Map.Entry<String, String> setting : all.entrySet()) {
      next = next.with(SETTING + setting.getKey(), setting.getValue());
    }
    Map<String, String> values = values(next);
    for (Description.WrittenFile file : description.files().values()) {
      write(file, values);
    }
    Optional<Words> command = description.steps().configure();
    String said = command.isPresent() ? guest.run("configure", command.get(), values) : "";
    return new WrapperAnswer(said.isEmpty() ? "configured" : said, next);
  }

  private Map<String, String> complete(Map<String, String> settings) throws WrapperException {
    Set<String> unknown = new TreeSet<>(settings.keySet());
    unknown.removeAll(description.settings().keySet());
    if (!unknown.isEmpty()) {
      throw new WrapperException(
          WrapperFailure.INVALID,
          "unknown settings "
              + unknown
              + ": there are "
              + new TreeSet<>(description.settings().keySet()));
    }
    Map<String, String> all = new TreeMap<>();
    description
        .settings()
        .forEach((name, usual) -> all.put(name, Words.fill(usual, guest.places())));
    all.putAll(settings);
    for (Map.Entry<String, String> setting : all.entrySet()) {
      if (setting.getValue().isEmpty()) {
        throw new WrapperException(
            WrapperFailure.INVALID, "the setting " + setting.getKey() + " has to be given");
      }
    }
    return all;
  }

  private void write(Description.WrittenFile file, Map<String, String> values)
      throws WrapperException {
    String content;
    try {
      content = Words.fill(Files.readString(file.template()), values);
    } catch (IOException | UncheckedIOException e) {
      throw new WrapperException(
          WrapperFailure.NOT_READY,
          "the template "
              + file.template()
              + " that "
              + description.file()
              + " names cannot be read: put it there",
          e);
    }
    String path = Words.fill(file.path(), values);
    guest.runPlain("writing " + path, List.of("sh", "-c", WRITE, "sh", path, file.mode()), content);
  }

  @Override
  public WrapperAnswer start(WrapperState state) throws WrapperException {
    Map<String, String> values = values(state);
    requireSettings(values);
    WrapperState next = state.with(STARTED, "true");
    if (guest.problem(values).isEmpty()) {
      return new WrapperAnswer("it runs already", next);
    }
    String said = guest.run("start", description.steps().start(), values);
    Optional<Guest.Problem> problem = guest.awaitRunning(values);
    if (problem.isPresent()) {
      throw new WrapperException(
          WrapperFailure.TIMED_OUT,
          "it was started and does not run within "
              + description.limit().toMillis()
              + " ms: "
              + problem.get().text());
    }
    return new WrapperAnswer(said.isEmpty() ? "it runs" : said, next);
  }

  private void requireSettings(Map<String, String> values) throws WrapperException {
    for (String setting : description.settings().keySet()) {
      if (!values.containsKey(SETTING + setting)) {
        throw new WrapperException(
            WrapperFailure.NOT_READY, "configure it first: " + setting + " has no value");
      }
    }
  }

  @Override
  public WrapperAnswer stop(WrapperState state) throws WrapperException {
    Map<String, String> values = values(state);
    WrapperState next = state.without(STARTED);
    boolean meantToRun = state.values().containsKey(STARTED);
    if (!meantToRun && guest.isStopped(values)) {
      return new WrapperAnswer("it has stopped already", next);
    }
    String said = guest.run("stop", description.steps().stop(), values);
    if (!guest.awaitStopped(values)) {
      throw new WrapperException(
          WrapperFailure.TIMED_OUT,
          "it was stopped and still runs after " + description.limit().toMillis() + " ms");
    }
    return new WrapperAnswer(said.isEmpty() ? "it has stopped" : said, next);
  }

  @Override
  public WrapperStatus status(WrapperState state) {
    Map<String, String> values = values(state);
    boolean meantToRun = state.values().containsKey(STARTED);
    if (!meantToRun && !values.keySet().containsAll(settingKeys())) {
      return WrapperStatus.of(WrapperHealth.STOPPED, "not configured yet");
    }
    Optional<Guest.Problem> problem = guest.problem(values);
    if (problem.isEmpty()) {
      return new WrapperStatus(WrapperHealth.RUNNING, "it runs", guest.figures(values));
    }
    return WrapperStatus.of(healthOf(problem.get(), meantToRun), problem.get().text());
  }

  private static WrapperHealth healthOf(Guest.Problem problem, boolean meantToRun) {
    if (problem.blind()) {
      return WrapperHealth.UNKNOWN;
    }
    return meantToRun ? WrapperHealth.FAILED : WrapperHealth.STOPPED;
  }

  private List<String> settingKeys() {
    return description.settings().keySet().stream().map(name -> SETTING + name).toList();
  }

  @Override
  public WrapperAnswer invoke(WrapperState state, String operation, List<String> arguments)
      throws WrapperException {
    Description.Operation known = description.operations().get(operation);
    if (known == null || known.parameters().size() != arguments.size()) {
      throw new WrapperException(
          WrapperFailure.INVALID,
          "no operation " + operation + " with " + arguments.size() + " arguments");
    }
    Map<String, String> values = values(state);
    requireSettings(values);
    for (int i = 0; i < arguments.size(); i++) {
      values.put(known.parameters().get(i), arguments.get(i));
    }
    return new WrapperAnswer(guest.run(operation, known.command(), values), state);
  }

  /** What placeholders stand for: the domain's places, and the settings that were configured. */
  private Map<String, String> values(WrapperState state) {
    Map<String, String> values = new TreeMap<>(guest.places());
    state
        .values()
        .forEach(
            (name, value) -> {
              if (name.startsWith(SETTING)) {
                values.put(name, value);
              }
            });
    return values;
  }
}
