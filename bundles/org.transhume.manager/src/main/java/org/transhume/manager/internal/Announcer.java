// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal;

import java.time.Clock;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.transhume.api.model.Epoch;
import org.transhume.api.model.Explanation;
import org.transhume.api.model.ManagerRole;
import org.transhume.api.model.PowerState;
import org.transhume.api.model.Proposal;
import org.transhume.api.mx.ConnectionEvent;
import org.transhume.api.mx.LossEvent;
import org.transhume.api.mx.NotificationTypes;
import org.transhume.api.mx.PolicyEvent;
import org.transhume.api.mx.PowerEvent;
import org.transhume.api.mx.RoleEvent;

/** Tells people what happens: by notifications, by beans, and in the log. Belongs to the loop. */
final class Announcer implements PolicyListener {

  private static final Logger LOG = LoggerFactory.getLogger(Announcer.class);

  private final Emitter emitter;
  private final Display display;
  private final Clock clock;

  Announcer(Emitter emitter, Display display, Clock clock) {
    this.emitter = emitter;
    this.display = display;
    this.clock = clock;
  }

  /** This manager leads. */
  void leads(String manager, Epoch epoch) {
    emitter.emit(
        NotificationTypes.MANAGER_ROLE,
        manager + " leads under epoch " + epoch,
        new RoleEvent(emitter.startedAtEpochMillis(), ManagerRole.LEADER, epoch, clock.millis()));
  }

  /** The agent answers. */
  void connected(AgentPort agent) {
    emitter.emit(
        NotificationTypes.AGENT_CONNECTED,
        agent.host() + " at " + agent.endpoint(),
        connection(agent.host(), agent.endpoint(), ""));
  }

  /** The agent answers no more. */
  void lost(AgentPort agent, String detail) {
    emitter.emit(
        NotificationTypes.AGENT_LOST,
        agent.host() + " at " + agent.endpoint() + ": " + detail,
        connection(agent.host(), agent.endpoint(), detail));
  }

  /** Nobody answers at an endpoint. */
  void unreachable(String endpoint, String detail) {
    emitter.emit(
        NotificationTypes.AGENT_LOST, endpoint + ": " + detail, connection("", endpoint, detail));
  }

  private ConnectionEvent connection(String host, String endpoint, String detail) {
    return new ConnectionEvent(
        emitter.startedAtEpochMillis(), host, endpoint, detail, clock.millis());
  }

  /** A migration reached another phase. */
  void reached(MigrationStatus status) {
    display.migration(status);
    emitter.emit(
        NotificationTypes.migration(status.phase()),
        status.request().domain()
            + " from "
            + status.request().source()
            + " to "
            + status.request().target(),
        status.event(emitter.startedAtEpochMillis(), clock.millis()));
  }

  /** Something happened to a lost host. */
  void happened(String type, String host, LossListener.About about, List<Explanation> reasons) {
    display.loss(host);
    emitter.emit(
        type,
        host + (about.domain().isEmpty() ? "" : ": " + about.domain() + " on " + about.target()),
        new LossEvent(
            emitter.startedAtEpochMillis(),
            host,
            about.domain(),
            about.uuid(),
            about.target(),
            reasons,
            clock.millis()));
  }

  /** A host was told to go down or to come up, or has come up, or would not. */
  void power(String host, PowerState wanted, String by, String text) {
    emitter.emit(
        NotificationTypes.HOST_POWER,
        text,
        new PowerEvent(emitter.startedAtEpochMillis(), host, wanted, by, text, clock.millis()));
  }

  @Override
  public void appeared(String policy) {
    display.policy(policy);
  }

  @Override
  public void swapped(PolicySlot slot, String version, String previousVersion) {
    emitter.emit(
        NotificationTypes.POLICY_SWAPPED,
        slot.name + " " + (version.isEmpty() ? "gone" : version),
        event(slot, version, previousVersion, Proposal.EMPTY));
  }

  @Override
  public void proposed(PolicySlot slot, String version, Proposal proposal) {
    proposal
        .moves()
        .forEach(
            move ->
                LOG.info(
                    "policy {} {} ({}) wants {} from {} to {}: {}",
                    slot.name,
                    version,
                    slot.mode,
                    move.domain(),
                    move.source(),
                    move.target(),
                    move.reason()));
    proposal
        .refusals()
        .forEach(
            refusal ->
                LOG.info(
                    "policy {} {} leaves {}: {}",
                    slot.name,
                    version,
                    refusal.subject(),
                    refusal.reason()));
    emitter.emit(
        NotificationTypes.POLICY_PROPOSED,
        slot.name
            + ": "
            + proposal.moves().size()
            + " moves, "
            + proposal.refusals().size()
            + " refusals",
        event(slot, version, "", proposal));
  }

  private PolicyEvent event(PolicySlot slot, String version, String previous, Proposal proposal) {
    return new PolicyEvent(
        emitter.startedAtEpochMillis(),
        slot.name,
        version,
        previous,
        slot.mode,
        proposal.moves(),
        proposal.refusals(),
        clock.millis());
  }
}
