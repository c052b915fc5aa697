// SPDX-License-Identifier: Apache-2.0
package org.transhume.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.transhume.campaign.report.CampaignResult;
import org.transhume.campaign.report.TestResult;
import org.transhume.campaign.report.Verdict;

/** Every test of the campaign, on a testbed that is well, and on one that is sabotaged. */
class CampaignOverFakeTestbedTest {

  private final FakeTestbed fake = new FakeTestbed();
  private final List<String> told = new ArrayList<>();

  @Test
  void shouldPassEveryTestWhereAllIsWell() {
    CampaignResult result = run(fake, Campaign.tests());

    assertThat(result.tests()).extracting(TestResult::problem).containsOnly("");
    assertThat(result.tests()).extracting(TestResult::verdict).containsOnly(Verdict.PASSED);
    assertThat(result.tests())
        .extracting(TestResult::id)
        .containsExactly("T1", "T2", "T3", "T4", "T5", "T6", "T7", "T8", "T9", "T10", "T11", "T12");
    assertThat(fake.leftovers()).isEqualTo("[] []");
  }

  @ParameterizedTest
  @CsvSource({
    "CONNECTION, T2 T4 T8 T10",
    "NUMBER, T3 T4 T9 T10",
    "CLOCK, T1 T2 T3 T5 T6 T7 T12",
    "WRAPPER, T12",
    "OPERATION, T12"
  })
  void shouldFailTheMatchingTestsWhenSomethingIsSabotaged(Sabotage sabotage, String matching) {
    Set<String> expected = Set.of(matching.split(" "));
    List<CampaignTest> tests =
        Campaign.tests().stream()
            .filter(test -> expected.contains(test.id()))
            .collect(Collectors.toList());
    for (CampaignTest test : tests) {
      FakeTestbed own = new FakeTestbed();
      CampaignResult result =
          new Campaign(sabotage.on(own), own, 2, (id, text) -> told.add(id + " " + text))
              .run(List.of(test), "1");

      assertThat(result.tests().get(0).verdict())
          .as(test.id() + ": " + told)
          .isEqualTo(Verdict.FAILED);
    }
  }

  @ParameterizedTest
  @CsvSource({"CONNECTION, T3", "CONNECTION, T12", "NUMBER, T2", "NUMBER, T7"})
  void shouldPassWhatASabotageDoesNotTouch(Sabotage sabotage, String other) {
    List<CampaignTest> tests =
        Campaign.tests().stream().filter(test -> test.id().equals(other)).toList();

    assertThat(run(sabotage.on(fake), tests).tests())
        .extracting(TestResult::verdict)
        .containsExactly(Verdict.PASSED);
  }

  @Test
  void shouldCountATestWhoseMeansAreMissingAsNotRun() {
    FakeTestbed poor = FakeTestbed.withoutSharedDisks();
    CampaignResult result =
        new Campaign(poor, poor, 2, (id, text) -> told.add(text)).run(Campaign.tests(), "1");

    assertThat(result.tests())
        .filteredOn(test -> test.verdict() == Verdict.NOT_RUN)
        .extracting(TestResult::id)
        .containsExactly("T3", "T4", "T9", "T10");
    assertThat(result.tests().get(2).problem())
        .isEqualTo("the disk of etch-1-2 is not shared with the hosts");
  }

  @Test
  void shouldGoOnAfterATestThatBreaksOff() {
    CampaignTest broken =
        new CampaignTest() {
          @Override
          public String id() {
            return "T0";
          }

          @Override
          public String statement() {
            return "Nothing holds.";
          }

          @Override
          public List<String> requirements() {
            return List.of();
          }

          @Override
          public void run(Trial trial) throws IOException, MissingMeans {
            trial.create(trial.host(0), new DomainPlan("etch-0", 16, 0));
            trial.await("pigs fly", () -> false);
          }
        };
    CampaignResult result = run(fake, List.of(broken, Campaign.tests().get(2)));

    assertThat(result.tests())
        .extracting(TestResult::verdict)
        .containsExactly(Verdict.FAILED, Verdict.PASSED);
    assertThat(result.tests().get(0).cause()).isEqualTo("waited in vain until pigs fly");
    assertThat(fake.leftovers()).isEqualTo("[] []");
  }

  private CampaignResult run(Testbed testbed, List<CampaignTest> tests) {
    return new Campaign(testbed, fake, 2, (test, text) -> told.add(test + " " + text))
        .run(tests, "1");
  }
}
