// SPDX-License-Identifier: Apache-2.0
package org.transhume.api.mx;

import java.util.Locale;
import org.transhume.api.model.MigrationPhase;

/**
 * Types of the notifications that the Agent and the Manager MBean emit. User data are a composite
 * made by {@link NotificationPayload}; sequence numbers count from 1 since the emitter's start.
 */
public final class NotificationTypes {

  /** {@link HostSample}: one aggregate for the host and all its domains, each period. */
  public static final String HOST_SAMPLE = "org.transhume.host.sample";

  /** {@link ProbeEvent}: a value stayed above its high threshold for the hold time. */
  public static final String PROBE_HIGH = "org.transhume.probe.high";

  /** {@link ProbeEvent}: a value fell below its low threshold. */
  public static final String PROBE_NORMAL = "org.transhume.probe.normal";

  /** {@link ProbeEvent}: a probe threw, hung or returned nonsense. */
  public static final String PROBE_FAILED = "org.transhume.probe.failed";

  /** {@link DomainEvent}: a domain appeared on a host. */
  public static final String DOMAIN_ARRIVED = "org.transhume.domain.arrived";

  /** {@link DomainEvent}: a domain is no longer on a host. */
  public static final String DOMAIN_LEFT = "org.transhume.domain.left";

  /** {@link DomainEvent}: a domain changed its state. */
  public static final String DOMAIN_CHANGED = "org.transhume.domain.changed";

  /** {@link PolicyEvent}: a policy proposed moves or new refusals. */
  public static final String POLICY_PROPOSED = "org.transhume.policy.proposed";

  /** {@link PolicyEvent}: another version of a policy serves, or none does. */
  public static final String POLICY_SWAPPED = "org.transhume.policy.swapped";

  /** {@link ConnectionEvent}: the manager reached an agent. */
  public static final String AGENT_CONNECTED = "org.transhume.agent.connected";

  /** {@link ConnectionEvent}: the manager lost an agent. */
  public static final String AGENT_LOST = "org.transhume.agent.lost";

  /** {@link RoleEvent}: a manager became leader or standby. */
  public static final String MANAGER_ROLE = "org.transhume.manager.role";

  /**
   * {@link PowerEvent}: a host was told to go down or to come up, has come up, or stays on against
   * what was wanted.
   */
  public static final String HOST_POWER = "org.transhume.host.power";

  /** {@link CreationEvent}: a host is given the order to create a domain that somebody wants. */
  public static final String CREATION_BEGUN = "org.transhume.creation.begun";

  /** {@link CreationEvent}: the domain was created. */
  public static final String CREATION_DONE = "org.transhume.creation.done";

  /**
   * {@link CreationEvent}: it is not created, and the reasons say why; no host may have been asked.
   */
  public static final String CREATION_FAILED = "org.transhume.creation.failed";

  /** {@link LossEvent}: a host is held to be dead; nothing is done before it is known to be off. */
  public static final String LOSS_SUSPECTED = "org.transhume.loss.suspected";

  /** {@link LossEvent}: the host is known to be off, by a fence or an operator's word. */
  public static final String LOSS_FENCED = "org.transhume.loss.fenced";

  /** {@link LossEvent}: the host could not be fenced; a person must look after it. */
  public static final String LOSS_UNFENCED = "org.transhume.loss.unfenced";

  /** {@link LossEvent}: a domain of the host was booted elsewhere. */
  public static final String LOSS_BOOTED = "org.transhume.loss.booted";

  /** {@link LossEvent}: a domain could not be booted there; the reasons say what is needed. */
  public static final String LOSS_UNBOOTED = "org.transhume.loss.unbooted";

  /** {@link LossEvent}: the host is heard again. */
  public static final String LOSS_RETURNED = "org.transhume.loss.returned";

  private static final String MIGRATION = "org.transhume.migration.";

  private NotificationTypes() {}

  /** {@link MigrationEvent}: {@code org.transhume.migration.} and the phase in lower case. */
  public static String migration(MigrationPhase phase) {
    return MIGRATION + phase.name().toLowerCase(Locale.ROOT);
  }

  /** Whether the type is that of a migration's phase. */
  public static boolean isMigration(String type) {
    return type.startsWith(MIGRATION);
  }
}
