// SPDX-License-Identifier: Apache-2.0
package org.transhume.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.Notification;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.transhume.api.model.MigrationPhase;
import org.transhume.api.model.Mode;
import org.transhume.api.mx.DomainMXBean;
import org.transhume.api.mx.MigrationMXBean;
import org.transhume.api.mx.NotificationTypes;
import org.transhume.api.mx.ObjectNames;

/** An operator tries a newer policy in the running cluster, and takes it back. */
public class PolicySwapIT {

  private static final String BUNDLE = "org.transhume.policy.hotspot";
  private static final String NEWER = "99.0.0";
  private static final Pattern HOT_ROUNDS = Pattern.compile(Demo.HOT_HOST + "=(\\d+)");

  /** More rounds than pass between a jar's arrival and the first look at who serves. */
  private static final long MANY_ROUNDS = 80;

  private Demo demo;

  @Before
  public void startDemo() throws IOException {
    demo = new Demo("policy-swap");
    demo.start();
  }

  @After
  public void endDemo() throws InterruptedException {
    demo.close();
  }

  @Test
  public void shouldHandModeAndStateToTheHigherVersionAndBackWhileADomainMoves() throws Exception {
    String shipped = demo.hotspot().getVersion();
    demo.hotspot().setMode(Mode.AUTOMATIC);
    demo.hotspot().setParameter("patienceRounds", 7);
    demo.heat();
    Await.until("hotspot has seen the heat for long", () -> hotRounds() >= MANY_ROUNDS);
    List<Notification> told = demo.operator().listen(ObjectNames.manager());

    String id = demo.manager().migrate(Demo.TRAVELLER, Demo.TO);
    MigrationMXBean migration =
        demo.operator().bean(ObjectNames.migration(id), MigrationMXBean.class);
    Await.until("memory is being sent", () -> migration.getPhase() == MigrationPhase.SENDING);
    long before = hotRounds();
    Path dropped =
        demo.instance().drop(Renumbered.jar(Containers.bundle(BUNDLE), NEWER), "hotspot.jar");
    Await.until("the higher version serves", () -> serves(NEWER));
    assertInherited(before);
    assertThat(demo.hotspot().getOtherVersions()).containsExactly(shipped);
    assertThat(migration.getPhase()).isEqualTo(MigrationPhase.SENDING);

    long meanwhile = hotRounds();
    Files.delete(dropped);
    Await.until("the shipped version serves again", () -> serves(shipped));
    assertInherited(meanwhile);
    assertThat(demo.hotspot().getOtherVersions()).isEmpty();
    assertThat(migration.getPhase()).isEqualTo(MigrationPhase.SENDING);

    Await.until("the migration has ended", () -> migration.getPhase().isFinal());
    assertThat(migration.getPhase()).isEqualTo(MigrationPhase.DONE);
    assertThat(migration.getOutcomeReasons()).isEmpty();
    assertThat(
            demo.operator().bean(ObjectNames.domain(Demo.TRAVELLER), DomainMXBean.class).getHost())
        .isEqualTo(Demo.TO);
    assertThat(told)
        .filteredOn(heard -> heard.getType().equals(NotificationTypes.POLICY_SWAPPED))
        .hasSize(2);
  }

  /** Mode and parameter as the operator set them, and a count that goes on where it was. */
  private void assertInherited(long rounds) {
    assertThat(demo.hotspot().getMode()).isEqualTo(Mode.AUTOMATIC);
    assertThat(demo.hotspot().getParameters())
        .filteredOn(parameter -> parameter.name().equals("patienceRounds"))
        .extracting(parameter -> parameter.value())
        .containsExactly(7.0);
    assertThat(hotRounds()).isGreaterThanOrEqualTo(rounds);
  }

  private boolean serves(String version) {
    return demo.hotspot().getVersion().equals(version);
  }

  /** In how many rounds running the policy remembers to have seen the hot host hot. */
  private long hotRounds() {
    Matcher rounds = HOT_ROUNDS.matcher(demo.hotspot().getState().getOrDefault("hotRounds", ""));
    return rounds.find() ? Long.parseLong(rounds.group(1)) : 0;
  }
}
