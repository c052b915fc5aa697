// SPDX-License-Identifier: Apache-2.0
package org.transhume.api.mx;

import java.util.List;
import java.util.Map;
import org.transhume.api.model.Epoch;

/**
 * One agent instance: one host with its hypervisor. It is the only emitter of its host's
 * notifications. The operations are the steps of the migration protocol; people use those of {@link
 * DomainMXBean} and {@link ManagerMXBean} instead.
 */
@RequiresRole(Role.VIEWER)
public interface AgentMXBean {

  /** The host's name. */
  String getHost();

  /** Version of the agent's bundle. */
  String getVersion();

  /** The hypervisor, for people. */
  String getHypervisor();

  /** Why the hypervisor cannot be used at the moment, with the remedy; null when it can. */
  String getHypervisorProblem();

  /** When this instance started. */
  long getStartedAtEpochMillis();

  /** The newest epoch that this agent has seen; it refuses orders under older ones. */
  Epoch getManagerEpoch();

  /** Name of the leading manager that attends to this agent; null when none does. */
  String getManager();

  /**
   * Most bytes of memory per second that each outgoing migration copies while its domain runs: the
   * lower of what this agent is configured for and what the leading manager says; 0 for no limit.
   */
  long getBandwidthLimitBytesPerSecond();

  /** Names of the probes that run. */
  List<String> getProbes();

  /**
   * The rules that this agent keeps and enforces, also while no manager runs, as people write them.
   */
  List<String> getRules();

  /** The revision of those rules; 0 when no manager has ever sent any. */
  long getRulesRevision();

  /** The newest look, as the last sample notification carried it; null before the first. */
  HostSample getLastSample();

  /** What is wrong with this installation, each line with its remedy; empty when nothing is. */
  List<String> getWarnings();

  /**
   * Tells the agent that a leading manager attends to it.
   *
   * @return refused when the epoch is older than one seen
   */
  @RequiresRole(Role.MANAGER)
  StepResult attend(Attendance attendance);

  /**
   * Gives the agent the rules to enforce from now on, in place of those that it keeps. They are on
   * its disk when this returns.
   *
   * @return refused when the epoch or the revision is older than the one known, or a rule cannot be
   *     read; then nothing is changed
   */
  @RequiresRole(Role.MANAGER)
  StepResult keepRules(StandingRules rules);

  /**
   * On either side: checks what this host knows of the migration, and begins nothing. On the source
   * the result's attachments hold the facts that the target compares.
   *
   * @return every reason against it; not accepted when there is any
   */
  @RequiresRole({Role.MANAGER, Role.AGENT})
  StepResult check(MigrationOrder order);

  /**
   * On the target: checks everything, reserves, and answers with a ticket for the stream. Returns
   * when the checks are done; the reservation expires by itself. A refusal for reasons that pass
   * says so, and leaves nothing behind.
   */
  @RequiresRole({Role.MANAGER, Role.AGENT})
  StepResult prepare(MigrationOrder order);

  /**
   * On the source: begins to send the domain to the ticket's address. Returns at once; progress is
   * told by the migration's MBean and notifications.
   */
  @RequiresRole({Role.MANAGER, Role.AGENT})
  StepResult send(MigrationOrder order, StreamTicket ticket);

  /**
   * On the target first, then on the source: records durably that GO may pass. The source forwards
   * GO only after that, and never after an abort, a passed time limit or a newer epoch.
   */
  @RequiresRole({Role.MANAGER, Role.AGENT})
  StepResult handOver(MigrationOrder order);

  /**
   * On both sides, always: looks at what is really there, removes what the migration left, and
   * closes it. The result's phase is DONE, ROLLED_BACK, CANCELLED or REPAIR as this side sees it;
   * or FINISHING while this side cannot decide before it knows what the other side has. The
   * result's attachments say what this side has: they belong into the order to the other side.
   */
  @RequiresRole({Role.MANAGER, Role.AGENT})
  StepResult finish(MigrationOrder order);

  /**
   * Cuts the stream and gives up the reservation. Refused once GO may have passed. An abort for a
   * migration that this agent never heard of is accepted, and later orders for it are refused.
   */
  @RequiresRole({Role.MANAGER, Role.AGENT})
  StepResult abort(MigrationOrder order);

  /**
   * What is needed to boot this host's domains elsewhere should it be lost. Blocks while the
   * hypervisor's tools are asked about domains that have arrived since the last time.
   *
   * @param knownDigests digests by domain uuid; what is known already is not told again
   * @return what differs from what is known
   */
  @RequiresRole(Role.MANAGER)
  List<DomainConfiguration> configurations(Map<String, String> knownDigests);

  /**
   * Tells the leader which domain a configuration is of, and whether this host has it: the leader
   * asks every host before it has a domain created on one. From the answer on this host creates
   * nothing for others for a while. Blocks while the hypervisor is looked at.
   *
   * @param order with the configuration, naming neither domain nor lost host
   * @return refused with all reasons when a copy of it is here, comes, goes or is being created
   *     here, or when that cannot be told; the attachments say which domain it is
   */
  @RequiresRole(Role.MANAGER)
  StepResult checkCreation(BootOrder order);

  /**
   * Boots a domain of a host that is known to be off, or creates one that this host was asked about
   * by {@link #checkCreation} under the same id a moment ago. The same order again gives the same
   * answer and boots nothing twice. Blocks for a bounded time.
   *
   * @return DONE when it was booted; REFUSED when it was not and will not be under this id; REPAIR
   *     when nobody can tell; PREPARING while it is not decided: ask again
   */
  @RequiresRole(Role.MANAGER)
  StepResult boot(BootOrder order);

  /**
   * Gives up a boot.
   *
   * @return accepted when it was not begun, and from now on never will be under this id; else how
   *     it ended, as {@link #boot}
   */
  @RequiresRole(Role.MANAGER)
  StepResult abortBoot(BootOrder order);

  /**
   * Stops a domain of this host: its guest is asked to power itself off, once, and has the order's
   * time for that; or its copy is destroyed when the order says so. The same order again gives the
   * same answer and asks nothing twice. Its configuration is kept. Blocks for a bounded time.
   *
   * @return DONE when no copy of it is here any more; REFUSED when it was not stopped and will not
   *     be under this id; PREPARING while it is not decided: ask again
   */
  @RequiresRole(Role.MANAGER)
  StepResult stop(StopOrder order);

  /**
   * Gives up a stop.
   *
   * @return accepted when it was not begun, and from now on never will be under this id; else how
   *     it stands or ended, as {@link #stop}
   */
  @RequiresRole(Role.MANAGER)
  StepResult abortStop(StopOrder order);
}
