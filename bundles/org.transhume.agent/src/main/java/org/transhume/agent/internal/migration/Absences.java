// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal.migration;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.transhume.agent.internal.AgentContext;
import org.transhume.agent.internal.journal.Whereabouts;
import org.transhume.api.model.Explanation;
import org.transhume.api.mx.BootOrder;
import org.transhume.api.mx.DomainElsewhere;
import org.transhume.spi.hypervisor.ConfigurationReader.Named;

/**
 * Which domains that this host has had the cluster runs elsewhere: they are not created here, also
 * while no manager runs. Belongs to the loop, but for what is read.
 */
final class Absences {

  private static final Logger LOG = LoggerFactory.getLogger(Absences.class);

  private final AgentContext context;
  private final JournalLane journal;
  private final Whereabouts whereabouts = new Whereabouts();
  private volatile List<DomainElsewhere> shown = List.of();
  private boolean unwritten;

  Absences(AgentContext context, JournalLane journal) {
    this.context = context;
    this.journal = journal;
  }

  /** What the journal remembers. */
  void recover(List<DomainElsewhere> remembered) {
    whereabouts.told(remembered);
    shown = whereabouts.all();
  }

  /** The leader's word; told again with each lease, so that one that was not kept is kept later. */
  void told(List<DomainElsewhere> all) {
    whereabouts.told(all);
    List<DomainElsewhere> now = whereabouts.all();
    if (now.equals(shown) && !unwritten) {
      return;
    }
    LOG.info("{}: elsewhere are from now on {}", context.host(), now);
    shown = now;
    unwritten = false;
    journal.write(
        file -> file.elsewhere(now),
        failure -> failure.ifPresent(e -> context.loop().execute(() -> notKept(e))));
  }

  private void notKept(IOException failure) {
    LOG.warn("{}: which domains are elsewhere is not kept", context.host(), failure);
    unwritten = true;
  }

  /** A migration has ended here; its end is written down, and says the same after a restart. */
  void ended(MigrationRun run) {
    whereabouts.ended(run.side(), run.order(), run.phase());
    shown = whereabouts.all();
  }

  /** A domain was booted here for the leader; that is written down, too. */
  void booted(String uuid) {
    whereabouts.arrived(uuid);
    shown = whereabouts.all();
  }

  /** All of them, by uuid; may be called from everywhere. */
  List<DomainElsewhere> all() {
    return shown;
  }

  /** What speaks against creating a domain that somebody asks for here. */
  Optional<Explanation> objectionTo(Named wanted) {
    return whereabouts
        .find(wanted.uuid(), wanted.name())
        .map(
            one ->
                explain(
                    one,
                    "; it is created here again once "
                        + one.host()
                        + " has it no more and a manager has seen that"));
  }

  /** What speaks against a boot: the leader knows that the host is off which had the domain. */
  Optional<Explanation> objectionTo(BootOrder order) {
    return whereabouts
        .find(
            Optional.of(order.domainUuid()).filter(uuid -> !uuid.isEmpty()),
            Optional.of(order.domain()))
        .filter(one -> !one.host().equals(order.lostHost()))
        .map(one -> explain(one, order.isCreation() ? "" : ", not on " + order.lostHost()));
  }

  private Explanation explain(DomainElsewhere one, String more) {
    return new Explanation(
        "RUNS_ELSEWHERE",
        one.domain()
            + " (uuid "
            + one.uuid()
            + ") was on "
            + context.host()
            + " and is on "
            + one.host()
            + " now, or may be"
            + more,
        Map.of("uuid", one.uuid(), "host", one.host()));
  }
}
