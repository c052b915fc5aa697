// SPDX-License-Identifier: Apache-2.0
package org.transhume.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Optional;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.Test;
import org.transhume.api.model.MigrationPhase;
import org.transhume.itests.XenCluster.Moment;

/** The only manager is killed in each phase of a migration, and started again. */
public class ManagerKillIT {

  private static XenCluster cluster;

  @BeforeClass
  public static void start() throws IOException {
    cluster = new XenCluster("manager-kill");
    cluster.start();
  }

  @AfterClass
  public static void end() throws InterruptedException {
    cluster.close();
  }

  @Test
  public void shouldEndEveryMigrationInWhoseMidstItWasKilled() throws Exception {
    for (Moment moment : Moment.values()) {
      Dom0 source = cluster.source();
      Dom0 target = cluster.target();

      String id = cluster.moveAndKill(moment, cluster.manager());
      cluster.restartManager();

      Await.until(
          id + " ends everywhere, killed when " + moment,
          () ->
              cluster.phase(id).map(MigrationPhase::isFinal).orElse(true)
                  && !cluster.isUnderWayAt(source, id)
                  && !cluster.isUnderWayAt(target, id));
      assertThat(cluster.phase(id))
          .as("killed when %s", moment)
          .isNotEqualTo(Optional.of(MigrationPhase.REPAIR));
      assertThat(cluster.copies()).as("killed when %s", moment).containsExactly(XenCluster.DOMAIN);
      String host = cluster.whereItRuns();
      assertThat(host).as("killed when %s", moment).isNotEmpty();
      Await.until("the manager sees it there", () -> cluster.sees(host));
    }
  }
}
