// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.ObjectName;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.transhume.api.model.MigrationPhase;
import org.transhume.api.mx.ObjectNames;

class BeansTest {

  private static final ObjectName DOMAIN = ObjectNames.domain("etch-1-1");
  private static final ObjectName WRAPPER = ObjectNames.wrapper("etch-1-1", "clerk");

  private final MBeanServer server = MBeanServerFactory.newMBeanServer();
  private final Bench bench = new Bench();
  private final FakeAgents.Host source =
      bench.agents.host("a-204-02", Samples.domain("etch-1-1", 0.5));
  private final FakeAgents.Host target = bench.agents.host("a-204-03");
  private final Beans beans = new Beans(new Registry(server));

  @BeforeEach
  void showTheDomain() {
    beans.show(bench.manager, new Desk(bench.loop));
    bench.agents.connectAll();
    look();
    assertThat(server.isRegistered(DOMAIN)).isTrue();
  }

  @Test
  void shouldKeepTheBeanOfADomainThatALongMoveHasJustLeftSomewhere() {
    String id = bench.manager.migrate("etch-1-1", "a-204-03", "ada");
    bench.loop.pass(500);
    source.sampleWithout("etch-1-1");
    target.lose();
    bench.loop.pass(11_000);
    target.connect();
    bench.loop.pass(5_000);
    assertThat(bench.manager.coordinator().status(id).orElseThrow().phase())
        .isEqualTo(MigrationPhase.ROLLED_BACK);

    look();
    assertThat(server.isRegistered(DOMAIN)).isTrue();
    source.sample();
    target.sample();
    look();
    assertThat(server.isRegistered(DOMAIN)).isTrue();
  }

  @Test
  void shouldTakeAwayTheBeanOfADomainThatNobodyShowsAnyMore() {
    source.sampleWithout("etch-1-1");
    bench.loop.pass(11_000);

    look();

    assertThat(server.isRegistered(DOMAIN)).isFalse();
  }

  @Test
  void shouldShowAWrapperAsLongAsItsDomainIsShown() {
    source.wrappers = List.of(new AgentPort.WrapperName("etch-1-1", "clerk"));
    beans.domainsChanged(source);
    bench.loop.pass(300);
    assertThat(server.isRegistered(WRAPPER)).isTrue();

    source.sampleWithout("etch-1-1");
    bench.loop.pass(11_000);
    look();
    assertThat(server.isRegistered(WRAPPER)).isFalse();
  }

  @Test
  void shouldHideAWrapperThatItsAgentShowsNoMore() {
    source.wrappers = List.of(new AgentPort.WrapperName("etch-1-1", "clerk"));
    beans.domainsChanged(source);
    bench.loop.pass(300);
    source.wrappers = List.of();
    for (int second = 0; second < 90; second++) {
      source.sample();
      bench.loop.pass(700);
      look();
    }

    assertThat(server.isRegistered(DOMAIN)).isTrue();
    assertThat(server.isRegistered(WRAPPER)).isFalse();
  }

  @Test
  void shouldAskAnAgentForItsWrappersWhenSomethingIsNewThereAndSeldomOtherwise() {
    int asked = source.askedForWrappers;
    for (int round = 0; round < 10; round++) {
      look();
    }
    assertThat(source.askedForWrappers).isEqualTo(asked);

    beans.domainsChanged(source);
    bench.loop.pass(300);
    assertThat(source.askedForWrappers).isEqualTo(asked + 1);
    assertThat(target.askedForWrappers).isEqualTo(asked);

    bench.loop.pass(30_000);
    look();
    assertThat(target.askedForWrappers).isEqualTo(asked + 1);
  }

  private void look() {
    beans.domainsChanged();
    bench.loop.pass(300);
  }
}
