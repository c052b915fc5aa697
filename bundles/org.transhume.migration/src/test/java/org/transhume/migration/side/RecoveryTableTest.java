// SPDX-License-Identifier: Apache-2.0
package org.transhume.migration.side;

import static org.assertj.core.api.Assertions.assertThat;
import static org.transhume.migration.side.CopyState.ABSENT;
import static org.transhume.migration.side.CopyState.INCOMING;
import static org.transhume.migration.side.CopyState.MIGRATED_AWAY;
import static org.transhume.migration.side.CopyState.PAUSED;
import static org.transhume.migration.side.CopyState.RUNNING;
import static org.transhume.migration.side.CopyState.SHUT_DOWN;
import static org.transhume.migration.side.CopyState.SUSPENDED;
import static org.transhume.migration.side.CopyState.UNREACHABLE;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecoveryTableTest {

  private static final Evidence GO_NEVER = new Evidence(false, false, ReceiverReport.NONE);
  private static final Evidence GO_PASSED = new Evidence(true, false, ReceiverReport.NONE);
  private static final Evidence GIVEN_BACK =
      new Evidence(true, false, ReceiverReport.RESUME_GRANTED);
  private static final Evidence STARTED = new Evidence(true, false, ReceiverReport.STARTED);
  private static final Evidence CALLED_OFF = new Evidence(false, true, ReceiverReport.NONE);
  private static final List<Evidence> ALL =
      List.of(GO_NEVER, GO_PASSED, GIVEN_BACK, STARTED, CALLED_OFF);

  /** The rows of the design's table, before GO. */
  @ParameterizedTest
  @CsvSource({
    "RUNNING,ABSENT,BACK",
    "RUNNING,INCOMING,DESTROY_TARGET",
    "RUNNING,PAUSED,DESTROY_TARGET",
    "RUNNING,RUNNING,REPAIR",
    "SUSPENDED,ABSENT,RESUME_SOURCE",
    "SUSPENDED,INCOMING,RESUME_SOURCE",
    "SUSPENDED,UNREACHABLE,RESUME_SOURCE",
    "MIGRATED_AWAY,INCOMING,DESTROY_TARGET",
    "MIGRATED_AWAY,ABSENT,RESUME_SOURCE",
    "MIGRATED_AWAY,UNREACHABLE,WAIT",
    "ABSENT,RUNNING,DONE",
    "ABSENT,INCOMING,REPAIR",
    "ABSENT,ABSENT,REPAIR",
  })
  void shouldFollowTheDesignWhenGoNeverArrived(CopyState source, CopyState target, Remedy remedy) {
    assertThat(RecoveryTable.verdict(source, target, GO_NEVER).remedy()).isEqualTo(remedy);
  }

  @ParameterizedTest
  @CsvSource({
    "SUSPENDED,ABSENT,REPAIR",
    "SUSPENDED,UNREACHABLE,REPAIR",
    "MIGRATED_AWAY,INCOMING,DESTROY_TARGET",
    "MIGRATED_AWAY,PAUSED,UNPAUSE_TARGET",
    "MIGRATED_AWAY,RUNNING,DESTROY_SOURCE",
    "MIGRATED_AWAY,SHUT_DOWN,DESTROY_SOURCE",
    "MIGRATED_AWAY,ABSENT,REPAIR",
    "MIGRATED_AWAY,UNREACHABLE,WAIT",
    "ABSENT,RUNNING,DONE",
    "ABSENT,PAUSED,UNPAUSE_TARGET",
  })
  void shouldFollowTheDesignWhenGoMayHaveArrived(
      CopyState source, CopyState target, Remedy remedy) {
    assertThat(RecoveryTable.verdict(source, target, GO_PASSED).remedy()).isEqualTo(remedy);
  }

  @Test
  void shouldResumeAfterGoOnlyWhenTheReceiverGaveTheDomainBack() {
    assertThat(RecoveryTable.verdict(MIGRATED_AWAY, ABSENT, GIVEN_BACK).remedy())
        .isEqualTo(Remedy.RESUME_SOURCE);
    assertThat(RecoveryTable.verdict(MIGRATED_AWAY, ABSENT, GO_PASSED).remedy())
        .isEqualTo(Remedy.REPAIR);
  }

  @Test
  void shouldAnswerForEveryPairAndSayWhy() {
    for (CopyState source : CopyState.values()) {
      for (CopyState target : CopyState.values()) {
        for (Evidence evidence : ALL) {
          Verdict verdict = RecoveryTable.verdict(source, target, evidence);
          assertThat(verdict.why().text()).as("%s %s", source, target).isNotBlank();
          assertThat(verdict.why().code()).matches("[A-Z_]+");
        }
      }
    }
  }

  @Test
  void shouldNeverLetASourceGoOnOnceTheTargetMayHaveRun() {
    Set<CopyState> hasRun = EnumSet.of(RUNNING, PAUSED, SUSPENDED, MIGRATED_AWAY, SHUT_DOWN);
    for (CopyState source : CopyState.values()) {
      for (CopyState target : CopyState.values()) {
        for (Evidence evidence : ALL) {
          boolean resumes =
              RecoveryTable.verdict(source, target, evidence).remedy() == Remedy.RESUME_SOURCE;
          assertThat(resumes && hasRun.contains(target)).as("%s %s", source, target).isFalse();
          assertThat(resumes && !evidence.targetNeverRan())
              .as("%s %s %s", source, target, evidence)
              .isFalse();
        }
      }
    }
  }

  @Test
  void shouldDestroyOnlyWhatIsThereAndIsNotTheOnlyCopyThatMayRun() {
    for (CopyState source : CopyState.values()) {
      for (CopyState target : CopyState.values()) {
        for (Evidence evidence : ALL) {
          Remedy remedy = RecoveryTable.verdict(source, target, evidence).remedy();
          if (remedy == Remedy.DESTROY_SOURCE) {
            assertThat(source).isEqualTo(MIGRATED_AWAY);
            assertThat(target).isIn(RUNNING, SHUT_DOWN);
          }
          if (remedy == Remedy.DESTROY_TARGET) {
            assertThat(target).isIn(INCOMING, PAUSED);
            assertThat(source).isNotEqualTo(ABSENT);
          }
        }
      }
    }
  }

  @Test
  void shouldUnpauseOnlyWhereTheSourceCannotRun() {
    for (CopyState source : CopyState.values()) {
      for (CopyState target : CopyState.values()) {
        for (Evidence evidence : ALL) {
          if (RecoveryTable.verdict(source, target, evidence).remedy() == Remedy.UNPAUSE_TARGET) {
            assertThat(source).isIn(MIGRATED_AWAY, ABSENT);
          }
        }
      }
    }
  }

  @Test
  void shouldLeaveAnOrphanAloneUntilItIsKnownThatGoWillNeverCome() {
    assertThat(RecoveryTable.verdict(UNREACHABLE, INCOMING, GO_NEVER).remedy())
        .isEqualTo(Remedy.WAIT);
    assertThat(RecoveryTable.verdict(UNREACHABLE, INCOMING, CALLED_OFF).remedy())
        .isEqualTo(Remedy.DESTROY_TARGET);
    assertThat(RecoveryTable.verdict(ABSENT, INCOMING, CALLED_OFF).remedy())
        .isEqualTo(Remedy.REPAIR);
    assertThat(RecoveryTable.verdict(SUSPENDED, PAUSED, GO_NEVER).remedy())
        .isEqualTo(Remedy.REPAIR);
  }
}
