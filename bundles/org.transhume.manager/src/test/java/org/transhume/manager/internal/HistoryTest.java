// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.transhume.api.model.Epoch;
import org.transhume.api.model.Explanation;
import org.transhume.api.mx.MigrationOrder;
import org.transhume.manager.internal.MigrationRequest.Priority;
import org.transhume.manager.internal.journal.Ledger;
import org.transhume.migration.manager.ManagerMigration;

/** A manager runs for years, and domains come and go. */
class HistoryTest {

  private final History history = new History(new Ledger());

  private void end(int number) {
    String domain = "domain-" + number;
    MigrationRequest request =
        new MigrationRequest(
            Samples.uuid(domain),
            domain,
            "a-204-02",
            "a-204-03",
            128L << 20,
            1,
            "operator",
            Explanation.of("TEST", "a test wants it"),
            Priority.OPERATOR);
    MigrationOrder order =
        new MigrationOrder(
            "m-" + number,
            new Epoch(0, 1),
            request.domainUuid(),
            domain,
            request.source(),
            request.target(),
            60_000,
            Map.of());
    Course course =
        new Course(request, ManagerMigration.requested(order, Bench.PACE), number, false);
    course.begun = true;
    history.note(course, number, number);
  }

  @Test
  void shouldKnowOfTheLastTenThousandDomainsWhenTheyWereMoved() {
    for (int number = 0; number <= 10_000; number++) {
      end(number);
    }

    assertThat(history.lastOf(Samples.uuid("domain-0"))).isEmpty();
    assertThat(history.lastOf(Samples.uuid("domain-1"))).contains(1L);
    assertThat(history.lastOf(Samples.uuid("domain-10000"))).contains(10_000L);
    assertThat(history.all()).hasSize(200);
  }
}
