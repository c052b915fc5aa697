// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.transhume.api.model.Mode;
import org.transhume.api.model.Move;
import org.transhume.api.model.Proposal;
import org.transhume.api.mx.PolicyParameter;
import org.transhume.spi.policy.Parameter;
import org.transhume.spi.policy.PolicyState;

/**
 * All versions of the policy of one name, and what outlives them: mode, parameters, state. Belongs
 * to the loop.
 */
final class PolicySlot {

  final String name;
  final List<PolicyVersion> versions = new ArrayList<>();
  final Map<String, Double> setParameters = new TreeMap<>();
  final Trials trials;
  Mode mode;
  PolicyState state = PolicyState.empty(0);
  boolean stateKept;
  private PolicyVersion serving;
  private Canary canary;
  private List<String> windowTexts = List.of();
  private List<TimeWindow> windows = List.of();
  private int priority;
  private Proposal lastWish = Proposal.EMPTY;
  private boolean ready;
  private long elections;
  private List<Parameter> declared = List.of();
  private Proposal lastProposal;
  private Long lastProposalAt;
  private String problem = "";
  private Map<String, Integer> agreeing = new HashMap<>();
  private long lastCountedMillis = Long.MIN_VALUE;

  PolicySlot(String name, Mode mode, Trials trials) {
    this.name = name;
    this.mode = mode;
    this.trials = trials;
  }

  Optional<PolicyVersion> serving() {
    return Optional.ofNullable(serving);
  }

  /** Whether the serving version has taken over mode, parameters and state. */
  boolean isReady() {
    return ready;
  }

  /** How often another version, or none, has come to serve. */
  long elections() {
    return elections;
  }

  boolean isServedBy(PolicyVersion version) {
    return version.equals(serving);
  }

  /** When it may move anything; none for always. */
  List<TimeWindow> windows() {
    return windows;
  }

  List<String> windowTexts() {
    return windowTexts;
  }

  /**
   * Sets when it may move anything.
   *
   * @throws IllegalArgumentException naming the window that is wrong
   */
  void setWindows(List<String> texts) {
    windows = TimeWindow.parse(texts);
    windowTexts = List.copyOf(texts);
  }

  int priority() {
    return priority;
  }

  void setPriority(int next) {
    priority = next;
  }

  /** Whether its wishes come first; of equal priority those of the name that comes first. */
  boolean outranks(PolicySlot other) {
    return priority > other.priority
        || (priority == other.priority && name.compareTo(other.name) < 0);
  }

  /** What it wanted in its last round, before anything objected. */
  Proposal lastWish() {
    return lastWish;
  }

  void wished(Proposal proposal) {
    lastWish = proposal;
  }

  /** The version that decides beside the one that serves. */
  Optional<Canary> canary() {
    return Optional.ofNullable(canary);
  }

  /**
   * Lets the best version serve that may, and one that is to be tried first be the canary.
   *
   * @return the version that served before, when another one, or none, serves now
   */
  Optional<Optional<PolicyVersion>> elect(long nowEpochMillis) {
    versions.sort(PolicyVersion.BEST_FIRST);
    PolicyVersion best = versions.stream().filter(trials::mayServe).findFirst().orElse(null);
    tryFirst(
        versions.stream()
            .filter(version -> !trials.isBarred(version) && !trials.maySkipTrial(version))
            .findFirst()
            .orElse(null),
        nowEpochMillis);
    if (Objects.equals(best, serving)) {
      return Optional.empty();
    }
    if (best != null) {
      trials.promote(best.version());
    }
    trials.countAnew();
    lastWish = Proposal.EMPTY;
    Optional<PolicyVersion> before = serving();
    serving = best;
    elections++;
    ready = false;
    declared = List.of();
    agreeing = new HashMap<>();
    return Optional.of(before);
  }

  private void tryFirst(PolicyVersion version, long nowEpochMillis) {
    if (version == null) {
      canary = null;
    } else if (canary == null || !canary.version.equals(version)) {
      canary = new Canary(version, nowEpochMillis);
    }
  }

  void tookOver(PolicyCalls.TakeOver takeOver) {
    declared = takeOver.parameters();
    state = takeOver.state();
    ready = true;
    problem = "";
  }

  /** It could not do its part: what it wanted before holds nobody back any more. */
  void failed(String why) {
    problem = why;
    lastWish = Proposal.EMPTY;
  }

  String problem() {
    return problem;
  }

  /** What of it needs a person's attention. */
  List<String> warnings() {
    List<String> warnings = new ArrayList<>();
    if (!problem.isEmpty()) {
      warnings.add("policy " + name + " " + problem);
    }
    versions.stream()
        .filter(trials::isBarred)
        .map(barred -> barred.version().toString())
        .forEach(
            version ->
                warnings.add(
                    "policy "
                        + name
                        + " "
                        + version
                        + " was set back: "
                        + trials.barred().get(version)
                        + "; remove it, or promote it again"));
    if (serving == null && canary != null) {
      warnings.add(
          "policy "
              + name
              + " does not decide: "
              + canary.version.version()
              + " is a canary beside no other version; promote it");
    }
    return warnings;
  }

  void spoke(Proposal proposal, long atEpochMillis) {
    lastProposal = proposal;
    lastProposalAt = atEpochMillis;
    problem = "";
  }

  Map<String, String> stateAsText() {
    Map<String, String> text = new TreeMap<>();
    state.values().forEach((key, value) -> text.put(key, value.toString()));
    return text;
  }

  Proposal lastProposal() {
    return lastProposal;
  }

  Long lastProposalAt() {
    return lastProposalAt;
  }

  List<PolicyParameter> parameters() {
    return declared.stream()
        .map(
            parameter ->
                new PolicyParameter(
                    parameter.name(),
                    parameter.description(),
                    valueOf(parameter),
                    parameter.minimum(),
                    parameter.maximum()))
        .toList();
  }

  Map<String, Double> parameterValues() {
    return valuesOf(declared);
  }

  /** What operators have set of these parameters, and the initial values of the others. */
  Map<String, Double> valuesOf(List<Parameter> parameters) {
    Map<String, Double> values = new TreeMap<>();
    parameters.forEach(parameter -> values.put(parameter.name(), valueOf(parameter)));
    return values;
  }

  /**
   * Sets a declared parameter.
   *
   * @throws IllegalArgumentException naming the parameter and its bounds
   */
  void setParameter(String parameter, double value) {
    Parameter known =
        declared.stream()
            .filter(candidate -> candidate.name().equals(parameter))
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "policy "
                            + name
                            + " has no parameter '"
                            + parameter
                            + "'; it has "
                            + declared.stream().map(Parameter::name).toList()));
    if (!(value >= known.minimum() && value <= known.maximum())) {
      throw new IllegalArgumentException(
          "parameter "
              + parameter
              + ": "
              + value
              + " is not within "
              + known.minimum()
              + " and "
              + known.maximum());
    }
    setParameters.put(parameter, value);
  }

  /**
   * Counts in how many rounds running each move was wanted. Rounds in quick succession count once,
   * since they saw the same readings.
   */
  Map<String, Integer> agreements(List<Move> moves, long nowMillis, long apartMillis) {
    boolean counts =
        lastCountedMillis == Long.MIN_VALUE || nowMillis - lastCountedMillis >= apartMillis;
    Map<String, Integer> next = new HashMap<>();
    for (Move move : moves) {
      int before = agreeing.getOrDefault(key(move), 0);
      next.put(key(move), counts || before == 0 ? before + 1 : before);
    }
    agreeing = next;
    if (counts) {
      lastCountedMillis = nowMillis;
    }
    return next;
  }

  static String key(Move move) {
    return move.domainUuid() + ">" + move.target();
  }

  private double valueOf(Parameter parameter) {
    Double set = setParameters.get(parameter.name());
    boolean fits = set != null && set >= parameter.minimum() && set <= parameter.maximum();
    return fits ? set : parameter.initial();
  }
}
