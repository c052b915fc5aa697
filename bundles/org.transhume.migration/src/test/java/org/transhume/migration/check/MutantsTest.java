// SPDX-License-Identifier: Apache-2.0
package org.transhume.migration.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The check finds each mistake that {@link Mutant} makes, and tells how it comes to harm. */
class MutantsTest {

  private static final PrintStream REPORT = System.out;

  @ParameterizedTest
  @EnumSource(Mutant.class)
  void shouldFindAManagerOrAgentThat(Mutant mutant) {
    Search.Result result = new Search(mutant.scenario(), mutant.machines()).run();

    assertThat(result.finding()).as(mutant.inWords()).isPresent();
    REPORT.printf("It %s; found:%n%s%n", mutant.inWords(), result.finding().orElseThrow());
  }
}
