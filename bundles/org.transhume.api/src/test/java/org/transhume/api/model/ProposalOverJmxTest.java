// SPDX-License-Identifier: Apache-2.0
package org.transhume.api.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import javax.management.JMException;
import javax.management.JMX;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.ObjectName;
import javax.management.StandardMBean;
import org.junit.jupiter.api.Test;

/** Proposals pass between managers and consoles of different versions. */
class ProposalOverJmxTest {

  private static final Explanation WHY = Explanation.of("TEST", "because it is a test");
  private static final List<Refusal> REFUSALS = List.of(new Refusal("a-204-02", WHY));

  private final MBeanServer server = MBeanServerFactory.newMBeanServer();

  /** What a manager of today offers. */
  public interface TodayMXBean {

    Proposal getProposal();
  }

  /** What a manager offered that knew nothing of power. */
  public interface EarlierMXBean {

    EarlierProposal getProposal();
  }

  /** What its proposals were. */
  public record EarlierProposal(
      List<Move> moves, List<Refusal> refusals, List<HostRepair> repairs) {}

  /** What a manager offered that knew nothing of domains to start or stop. */
  public interface LaterMXBean {

    LaterProposal getProposal();
  }

  /** What its proposals were. */
  public record LaterProposal(
      List<Move> moves,
      List<Refusal> refusals,
      List<HostRepair> repairs,
      List<PowerChange> powerChanges) {}

  @Test
  void shouldReadTheProposalOfAManagerThatStartsAndStopsNothing() throws JMException {
    List<PowerChange> changes = List.of(new PowerChange("a-204-04", PowerState.OFF, WHY));
    LaterMXBean bean = () -> new LaterProposal(List.of(), REFUSALS, List.of(), changes);

    assertThat(read(new StandardMBean(bean, LaterMXBean.class, true)))
        .isEqualTo(new Proposal(List.of(), REFUSALS, List.of(), changes));
  }

  @Test
  void shouldBringAProposalBackAsItWas() throws JMException {
    Proposal proposal =
        new Proposal(
            List.of(new Move("u", "d", "a-204-02", "a-204-03", WHY, 0.5, 1L << 30)),
            REFUSALS,
            List.of(),
            List.of(new PowerChange("a-204-04", PowerState.OFF, WHY)),
            List.of(new DomainChange("v", "web-2", "a-204-03", RunState.STARTED, WHY)));
    TodayMXBean bean = () -> proposal;

    assertThat(read(new StandardMBean(bean, TodayMXBean.class, true))).isEqualTo(proposal);
  }

  @Test
  void shouldReadTheProposalOfAManagerThatKnowsNothingOfPower() throws JMException {
    EarlierMXBean bean = () -> new EarlierProposal(List.of(), REFUSALS, List.of());

    assertThat(read(new StandardMBean(bean, EarlierMXBean.class, true)))
        .isEqualTo(new Proposal(List.of(), REFUSALS));
  }

  private Proposal read(StandardMBean bean) throws JMException {
    ObjectName name = new ObjectName("test:type=Policy");
    server.registerMBean(bean, name);
    return JMX.newMXBeanProxy(server, name, TodayMXBean.class).getProposal();
  }
}
