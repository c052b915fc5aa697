// SPDX-License-Identifier: Apache-2.0
package org.transhume.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.function.Supplier;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.Test;
import org.transhume.api.model.MigrationPhase;
import org.transhume.itests.XenCluster.Moment;

/**
 * The agent of the source, then that of the target, is killed in each phase of a migration, and
 * started again. See {@link Dom0} for what stands for Xen: transfers go on, or fail, without their
 * agent, and what they leave is what the agent finds.
 */
public class AgentKillIT {

  private static XenCluster cluster;

  @BeforeClass
  public static void start() throws IOException {
    cluster = new XenCluster("agent-kill");
    cluster.start();
  }

  @AfterClass
  public static void end() throws InterruptedException {
    cluster.close();
  }

  @Test
  public void shouldEndEveryMigrationWhoseSourceIsKilled() throws Exception {
    killInEachPhase(cluster::source);
  }

  @Test
  public void shouldEndEveryMigrationWhoseTargetIsKilled() throws Exception {
    killInEachPhase(cluster::target);
  }

  private static void killInEachPhase(Supplier<Dom0> whose) throws Exception {
    for (Moment moment : Moment.values()) {
      String source = cluster.source().host();
      String target = cluster.target().host();
      Instance victim = whose.get().agent();

      String id = cluster.moveAndKill(moment, victim);
      victim.start();

      Await.until(
          id + " ends, killed when " + moment,
          () -> cluster.phase(id).filter(MigrationPhase::isFinal).isPresent());
      MigrationPhase end = cluster.phase(id).orElseThrow();
      assertThat(end).as("killed when %s", moment).isNotEqualTo(MigrationPhase.REPAIR);
      assertThat(cluster.copies()).as("killed when %s", moment).containsExactly(XenCluster.DOMAIN);
      String expected = end == MigrationPhase.DONE ? target : source;
      assertThat(cluster.whereItRuns()).as("%s, killed when %s", end, moment).isEqualTo(expected);
      Await.until("the manager sees it there", () -> cluster.sees(expected));
    }
  }
}
