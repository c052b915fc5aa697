// SPDX-License-Identifier: Apache-2.0
package org.transhume.itests.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.function.LongToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.transhume.itests.chaos.HeapCourse.Look;
import org.transhume.itests.chaos.HeapCourse.Verdict;

class HeapCourseTest {

  private static final int AGENTS = 4;
  private static final long ENOUGH = HeapCourse.enough(AGENTS);

  /** Of a run in which so much was alive after so many migrations. */
  private static HeapCourse course(long migrations, LongToDoubleFunction alive) {
    HeapCourse course = new HeapCourse(AGENTS);
    for (int look = 1; look <= 120; look++) {
      long ended = migrations * look / 120;
      course.add(new Look(ended, alive.applyAsDouble(ended)));
    }
    return course;
  }

  @Test
  void shouldCallAHeapBoundedThatFillsAndThenGoesUpAndDownAsJournalsAreCompacted() {
    HeapCourse course =
        course(ENOUGH, ended -> 20 + Math.min(10, ended / 1000.0) + (ended % 2300) / 700.0);

    assertThat(course.verdict()).isEqualTo(Verdict.BOUNDED);
    assertThat(course.text()).endsWith("BOUNDED");
  }

  @Test
  void shouldFindWhatKeepsFiveHundredBytesOfEachMigration() {
    double mebibytesEach = 500.0 / (1 << 20);
    HeapCourse course = course(ENOUGH, ended -> 40 + ended * mebibytesEach);

    assertThat(course.verdict()).isEqualTo(Verdict.GROWS);
    assertThat(course.bytesPerMigration()).isCloseTo(500, within(10.0));
    assertThat(course.asMap()).containsEntry("verdict", "GROWS");
  }

  @Test
  void shouldNotJudgeARunThatIsTooShortToFillWhatIsKeptByNumber() {
    HeapCourse course = course(ENOUGH - 1, ended -> 40 + ended);

    assertThat(course.verdict()).isEqualTo(Verdict.NOT_JUDGED);
    assertThat(course.text()).contains("from 30000 migrations on");
    assertThat(new HeapCourse(AGENTS).verdict()).isEqualTo(Verdict.NOT_JUDGED);
  }
}
