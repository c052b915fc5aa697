// SPDX-License-Identifier: Apache-2.0
package org.transhume.migration.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintStream;
import java.util.EnumSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Explores the machines of manager, source and target in every way that is possible within a bound
 * on the number of faults, and expects that nothing forbidden ever happens and that every run ends.
 *
 * <p>An ordinary build explores a reduced bound. For the full one:
 *
 * <pre>{@code
 * mvn -pl bundles/org.transhume.migration -am test -Dtest=ExhaustiveCheckTest \
 *     -Dsurefire.failIfNoSpecifiedTests=false -Dtranshume.check=full -DargLine=-Xmx8g
 * }</pre>
 */
class ExhaustiveCheckTest {

  private static final PrintStream REPORT = System.out;

  static Stream<Scenario> scenarios() {
    return "full".equals(System.getProperty("transhume.check"))
        ? Scenarios.full()
        : Scenarios.reduced();
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void shouldNeverLoseDoubleOrAgeADomainAndAlwaysEnd(Scenario scenario) {
    Search.Result result = new Search(scenario, new Machines()).run();

    REPORT.println(result);
    assertThat(result.finding()).as("%s", result).isEmpty();
  }

  /** One stroke anywhere; only a lost host or guest may need a person to look. */
  @ParameterizedTest
  @EnumSource(Fault.class)
  void shouldMendWhateverStrikesOnce(Fault fault) {
    Search.Result result =
        new Search(Scenarios.one().striking(EnumSet.of(fault)).with(1), new Machines()).run();

    REPORT.println(fault + ": " + result);
    assertThat(result.finding()).as("%s", result).isEmpty();
    if (fault != Fault.HOST_LOST && fault != Fault.GUEST_ENDS) {
      assertThat(result.ends()).as("%s", result).doesNotContainKey("[REPAIR]");
    }
  }

  @Test
  void shouldOnlyEndWellWhenNothingStrikes() {
    Search.Result result = new Search(Scenarios.one().with(0), new Machines()).run();

    assertThat(result.finding()).isEmpty();
    assertThat(result.ends()).containsOnlyKeys("[DONE]");
  }
}
