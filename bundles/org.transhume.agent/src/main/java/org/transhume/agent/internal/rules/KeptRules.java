// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal.rules;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.transhume.api.model.Explanation;
import org.transhume.api.model.MigrationPhase;
import org.transhume.api.mx.StandingRules;
import org.transhume.api.mx.StepResult;
import org.transhume.rules.DomainNames;
import org.transhume.rules.HostGate;
import org.transhume.rules.Reading;
import org.transhume.rules.RuleReader;
import org.transhume.rules.RuleSet;

/**
 * The rules that a leading manager gave last. They are on the disk before they count, and hold
 * until others are given, whether a manager runs or not. Belongs to the loop, but for what is read.
 */
public final class KeptRules {

  private static final Logger LOG = LoggerFactory.getLogger(KeptRules.class);

  private final String host;
  private final Executor loop;
  private final Function<StandingRules, CompletableFuture<Optional<IOException>>> disk;
  private final Optional<String> problem;
  private volatile InForce inForce;

  private record InForce(StandingRules standing, RuleSet rules, HostGate gate) {}

  /**
   * Those that are remembered. What of them cannot be read is left out, and told as a problem.
   *
   * @param disk where new ones are written; tells what went wrong
   */
  public KeptRules(
      String host,
      StandingRules remembered,
      Executor loop,
      Function<StandingRules, CompletableFuture<Optional<IOException>>> disk) {
    this.host = host;
    this.loop = loop;
    this.disk = disk;
    Reading reading = read(remembered);
    this.inForce = of(remembered, reading);
    this.problem =
        reading.errors().isEmpty()
            ? Optional.empty()
            : Optional.of(
                "rules are kept here that this version cannot read, the first in "
                    + reading.errors().get(0).text()
                    + ": start the version that has written them");
    problem.ifPresent(text -> LOG.error("{}: {}", host, text));
  }

  /** What is wrong with what was remembered, with the remedy. */
  public Optional<String> problem() {
    return problem;
  }

  /** As they were given. */
  public StandingRules standing() {
    return inForce.standing();
  }

  /** All of them. */
  public RuleSet rules() {
    return inForce.rules();
  }

  /** What the hard ones say of this host. */
  public HostGate gate() {
    return inForce.gate();
  }

  /** Puts others in their place; on the loop, from a leader whose epoch was found good. */
  public CompletableFuture<StepResult> keep(StandingRules next) {
    StandingRules now = inForce.standing();
    if (next.revision() < now.revision()) {
      return refused(
          new Explanation(
              "OLD_RULES",
              host
                  + " keeps rules of revision "
                  + now.revision()
                  + " and takes none of revision "
                  + next.revision(),
              Map.of(
                  "known",
                  Long.toString(now.revision()),
                  "given",
                  Long.toString(next.revision()))));
    }
    Reading reading = read(next);
    if (!reading.errors().isEmpty()) {
      return refused(
          Explanation.of(
              "UNREADABLE_RULES",
              host
                  + " cannot read rules of revision "
                  + next.revision()
                  + ", "
                  + reading.errors().get(0).text()
                  + ": update its agent"));
    }
    return disk.apply(next)
        .thenApplyAsync(
            failure -> failure.map(KeptRules::unwritten).orElseGet(() -> enforce(next, reading)),
            loop);
  }

  private StepResult enforce(StandingRules next, Reading reading) {
    inForce = of(next, reading);
    LOG.info("{}: keeps {} rules of revision {}", host, next.rules().size(), next.revision());
    return StepResult.accepted(MigrationPhase.DONE);
  }

  private InForce of(StandingRules standing, Reading reading) {
    RuleSet rules = new RuleSet(standing.revision(), reading.rules());
    return new InForce(standing, rules, new HostGate(rules.placement().hard(), host));
  }

  private static Reading read(StandingRules standing) {
    return new RuleReader(DomainNames.NONE).read(String.join("\n", standing.rules()));
  }

  private static StepResult unwritten(IOException failure) {
    return StepResult.refused(
        MigrationPhase.REFUSED, List.of(Explanation.of("JOURNAL", failure.getMessage())));
  }

  private static CompletableFuture<StepResult> refused(Explanation why) {
    return CompletableFuture.completedFuture(
        StepResult.refused(MigrationPhase.REFUSED, List.of(why)));
  }
}
