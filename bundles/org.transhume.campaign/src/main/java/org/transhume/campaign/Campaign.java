// SPDX-License-Identifier: Apache-2.0
package org.transhume.campaign;

import java.io.IOException;
import java.lang.reflect.UndeclaredThrowableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.transhume.campaign.internal.T10ManagedLoad;
import org.transhume.campaign.internal.T11CostOfManagement;
import org.transhume.campaign.internal.T12ThereAndBack;
import org.transhume.campaign.internal.T1LeavesAndArrives;
import org.transhume.campaign.internal.T2StreamGoesOn;
import org.transhume.campaign.internal.T3SequenceHasNoGap;
import org.transhume.campaign.internal.T4UnderLoad;
import org.transhume.campaign.internal.T5AgainstRemoteCalls;
import org.transhume.campaign.internal.T6DelayOfPrograms;
import org.transhume.campaign.internal.T7Interruption;
import org.transhume.campaign.internal.T8ManagedStream;
import org.transhume.campaign.internal.T9ManagedSequence;
import org.transhume.campaign.report.CampaignResult;
import org.transhume.campaign.report.TestResult;
import org.transhume.campaign.report.Verdict;

/** Runs tests one after another on a testbed; what becomes of one never stops the next. */
public final class Campaign {

  private final Testbed testbed;
  private final Pause pause;
  private final int runs;
  private final Progress progress;

  /**
   * A campaign that has not begun.
   *
   * @param runs how often figures are taken that need several runs
   */
  public Campaign(Testbed testbed, Pause pause, int runs, Progress progress) {
    this.testbed = testbed;
    this.pause = pause;
    this.runs = runs;
    this.progress = progress;
  }

  /** T1 to T12. */
  public static List<CampaignTest> tests() {
    return List.of(
        new T1LeavesAndArrives(),
        new T2StreamGoesOn(),
        new T3SequenceHasNoGap(),
        new T4UnderLoad(),
        new T5AgainstRemoteCalls(),
        new T6DelayOfPrograms(),
        new T7Interruption(),
        new T8ManagedStream(),
        new T9ManagedSequence(),
        new T10ManagedLoad(),
        new T11CostOfManagement(),
        new T12ThereAndBack());
  }

  /**
   * Runs these tests.
   *
   * @param version Transhume's, for the report
   */
  public CampaignResult run(List<CampaignTest> tests, String version) {
    long start = pause.nowEpochMillis();
    List<TestResult> results = new ArrayList<>();
    for (CampaignTest test : tests) {
      results.add(run(test));
    }
    return new CampaignResult(
        version,
        testbed.name(),
        start,
        Duration.ofMillis(pause.nowEpochMillis() - start),
        testbed.label(),
        results);
  }

  private TestResult run(CampaignTest test) {
    long start = pause.nowEpochMillis();
    progress.tell(test.id(), test.statement());
    TestResult result = result(test);
    progress.tell(
        test.id(),
        result.verdict()
            + ", "
            + result.findings().size()
            + " findings, "
            + Math.round((pause.nowEpochMillis() - start) / 100.0) / 10.0
            + " s"
            + (result.problem().isEmpty() ? "" : ": " + result.problem())
            + (result.cause().isEmpty() ? "" : ": " + result.cause()));
    return result;
  }

  private TestResult result(CampaignTest test) {
    try {
      return attempt(test, new Trial(test.id(), testbed, pause, runs, progress));
    } catch (IOException | RuntimeException e) {
      return broken(test, "it could not begin", because(e));
    }
  }

  /** A test is a plug-in: whatever it throws is a failed test, and the campaign goes on. */
  private TestResult attempt(CampaignTest test, Trial trial) {
    String problem = "";
    String cause = "";
    String missing = "";
    try {
      if (testbed.hosts().size() < test.hosts()) {
        throw new MissingMeans(
            "it needs " + test.hosts() + " hosts; there are " + testbed.hosts().size());
      }
      test.run(trial);
      List<String> violations = testbed.violations();
      trial.expect(
          "copies of a domain",
          "never two that run",
          "violations: " + violations,
          violations.isEmpty());
    } catch (MissingMeans e) {
      missing = e.getMessage();
    } catch (IOException | RuntimeException e) {
      problem = "the test broke off";
      cause = because(e);
    }
    List<String> left = trial.restore();
    if (!left.isEmpty() && cause.isEmpty()) {
      problem = "the state before could not be restored";
      cause = String.join("; ", left);
    }
    Verdict verdict = missing.isEmpty() ? Verdict.of(trial.findings(), cause) : Verdict.NOT_RUN;
    if (verdict == Verdict.FAILED && problem.isEmpty()) {
      problem =
          String.join(
              "; ",
              trial.findings().stream()
                  .filter(finding -> !finding.held())
                  .map(finding -> finding.subject() + ": " + finding.observed())
                  .toList());
    }
    return new TestResult(
        test.id(),
        testbed.name(),
        verdict,
        test.statement(),
        test.requirements(),
        trial.titles(),
        trial.course(),
        trial.findings(),
        missing.isEmpty() ? problem : missing,
        cause,
        trial.plots(),
        trial.comparisons());
  }

  private TestResult broken(CampaignTest test, String problem, String cause) {
    return new TestResult(
        test.id(),
        testbed.name(),
        Verdict.FAILED,
        test.statement(),
        test.requirements(),
        List.of(),
        List.of(),
        List.of(),
        problem,
        cause,
        List.of(),
        List.of());
  }

  /** An MBean that is gone makes its proxy throw what it cannot declare. */
  private static String because(Throwable e) {
    if (e instanceof UndeclaredThrowableException && e.getCause() != null) {
      return because(e.getCause());
    }
    String text = e.getMessage() == null ? "" : e.getMessage().strip().replaceAll("\\s+", " ");
    return e instanceof IllegalStateException && !text.isEmpty()
        ? text
        : e.getClass().getSimpleName() + (text.isEmpty() ? "" : ": " + text);
  }
}
