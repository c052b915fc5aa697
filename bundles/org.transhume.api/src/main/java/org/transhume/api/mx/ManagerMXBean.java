// SPDX-License-Identifier: Apache-2.0
package org.transhume.api.mx;

import java.util.List;
import org.transhume.api.model.Epoch;
import org.transhume.api.model.Explanation;
import org.transhume.api.model.ManagerRole;
import org.transhume.api.model.Mode;

/** The manager. The only emitter of its notifications. */
@RequiresRole(Role.VIEWER)
public interface ManagerMXBean {

  /** Version of the manager's bundle. */
  String getVersion();

  /** When it started. */
  long getStartedAtEpochMillis();

  /** Leader or standby. */
  ManagerRole getRole();

  /** The epoch under which it leads, or the newest that it knows. */
  Epoch getEpoch();

  /** How far policies may go; a policy's own mode may only be stricter. */
  Mode getMode();

  /** Sets how far policies may go. */
  @RequiresRoleToWrite(Role.OPERATOR)
  void setMode(Mode mode);

  /** How many migrations may leave one host at a time. */
  int getMigrationsPerSource();

  /** Sets how many may leave one host at a time, 1 to 100; those under way go on. */
  @RequiresRoleToWrite(Role.OPERATOR)
  void setMigrationsPerSource(int most);

  /** How many migrations may arrive at one host at a time; an agent may allow fewer. */
  int getMigrationsPerTarget();

  /** Sets how many may arrive at one host at a time, 1 to 100; those under way go on. */
  @RequiresRoleToWrite(Role.OPERATOR)
  void setMigrationsPerTarget(int most);

  /** How many migrations may be under way at a time in the whole cluster; 0 for no cap. */
  int getMigrationsPerCluster();

  /** Sets how many may be under way at a time, 0 to 10000; those under way go on. */
  @RequiresRoleToWrite(Role.OPERATOR)
  void setMigrationsPerCluster(int most);

  /**
   * Most bytes of memory per second that each migration copies while its domain runs; 0 for no cap.
   * An agent may be configured for less.
   */
  long getBandwidthLimitBytesPerSecond();

  /** Sets the cap on each migration's bandwidth, also for those under way; 0 for none. */
  @RequiresRoleToWrite(Role.OPERATOR)
  void setBandwidthLimitBytesPerSecond(long most);

  /** Names of the policies that serve. */
  List<String> getPolicies();

  /** The configured endpoints, each with {@code connected} or what is wrong. */
  List<String> getConnections();

  /** What needs a person's attention, each line with its remedy; empty when nothing does. */
  List<String> getWarnings();

  /** Ids of the migrations that are not finished. */
  List<String> getMigrations();

  /**
   * Asks for a live migration. Returns at once. A migration that cannot begin yet, because its
   * hosts are busy with others, waits for its turn; one that cannot be begun at all ends REFUSED
   * with its reasons.
   *
   * @param domain name or uuid
   * @param targetHost where it should run
   * @return the migration's id
   */
  @RequiresRole(Role.OPERATOR)
  String migrate(String domain, String targetHost);

  /**
   * Creates a domain, once in the whole cluster. Every host is asked first whether it has it; then
   * the intent is in the journal before the order is given. The same configuration again, at once
   * or later, gives the same answer while the domain is there, and none is created twice. Blocks
   * until the domain runs, is refused, or for at most 80 s: then ask again.
   *
   * @param configuration in the hypervisor's own language (xl.cfg), not a path
   * @param host where it is to run; empty for the host with the most room that the rules allow
   * @return where it was created, or every reason why it was not
   */
  @RequiresRole(Role.OPERATOR)
  @Audited
  Creation create(String configuration, String host);

  /**
   * Stops a domain where it runs: its guest is asked to power itself off. The intent is in the
   * journal before the order is given, and the domain is known to be stopped on purpose from then
   * on, so that nothing boots it until {@link #start}. The same wish again, at once or later, gives
   * the same answer. Blocks until it is stopped, is refused, or for at most 80 s: then ask again.
   *
   * @param domain name or uuid
   * @return that it is stopped, or every reason why it is not, with the remedy
   */
  @RequiresRole(Role.OPERATOR)
  @Audited
  DomainStop stop(String domain);

  /**
   * Stops a domain as {@link #stop} does, without asking its guest: as if its power was cut.
   *
   * @param domain name or uuid
   * @return that it is stopped, or every reason why it is not, with the remedy
   */
  @RequiresRole(Role.OPERATOR)
  @Audited
  DomainStop stopByForce(String domain);

  /**
   * Starts a domain that was stopped on purpose, from the configuration that was recorded, as
   * {@link #create} does: once in the whole cluster.
   *
   * @param domain name or uuid
   * @param host where it is to run; empty for the host with the most room that the rules allow
   * @return where it runs, or every reason why it does not
   */
  @RequiresRole(Role.OPERATOR)
  @Audited
  Creation start(String domain, String host);

  /**
   * Lets a manager that is alone lead again, after an agent has refused it for a newer epoch: under
   * a generation that is higher than that of every agent. Blocks until all agents that are
   * connected have told their epochs. Refused while another manager attends to one of them.
   *
   * @return the new epoch, which holds for later starts, too
   */
  @RequiresRole(Role.OPERATOR)
  @Audited
  Epoch advanceEpoch();

  /**
   * A person has looked after a migration or a creation that ended as REPAIR: it is shown no more.
   * Until then it outlives every restart of the manager.
   *
   * @param migrationId the migration, or the creation's order
   */
  @RequiresRole(Role.OPERATOR)
  @Audited
  void repaired(String migrationId);

  /**
   * Checks a live migration as if it were asked for, and begins nothing. Blocks until manager,
   * source and target have answered.
   *
   * @param domain name or uuid
   * @param targetHost where it would run
   * @return everything that speaks against it, not only the first thing, and what is unknown
   */
  @RequiresRole(Role.OPERATOR)
  CheckReport checkMigration(String domain, String targetHost);

  /**
   * Marks a host DRAINING: it accepts nothing, and its domains are moved to others, a batch at a
   * time, until it is ACTIVE again.
   *
   * @return for each domain where it goes, that it waits, or why it stays
   */
  @RequiresRole(Role.OPERATOR)
  List<String> drain(String host);

  /** Until when policies move nothing, by the manager's clock; 0 when they may. */
  long getSuspendedUntilEpochMillis();

  /** Why they move nothing, in the operator's words; empty when they may. */
  String getSuspendedWhy();

  /**
   * Lets no policy move anything for a while, such as a rolling update; they propose all the same,
   * and begin again by themselves. What is under way goes on, and operators may move what they
   * like.
   *
   * @param millis for how long, 1000 to 30 days
   * @param why for those who wonder
   */
  @Audited
  @RequiresRole(Role.OPERATOR)
  void suspend(long millis, String why);

  /** Lets policies move again at once. */
  @Audited
  @RequiresRole(Role.OPERATOR)
  void resume();

  /**
   * Says why a domain or a host is as it is: where it stands, what policies want of it and why,
   * what they refuse, and what speaks against each move that could be asked for now.
   *
   * @param subject name or uuid of a domain, or name of a host
   * @return a sentence for each reason, with its operands
   * @throws IllegalArgumentException when there is no such domain and no such host
   */
  @RequiresRole(Role.OPERATOR)
  List<Explanation> explain(String subject);

  /** Hosts that are powered down by will, each with who wanted it and why. */
  List<String> getPoweredDown();

  /**
   * Lets an empty host go down. It is closed to domains first and heard once more; blocks until its
   * power switch has answered. Refused, with all reasons, when it has a domain, takes part in a
   * migration, or too few others would be left.
   *
   * @param host the host
   * @return what the power switch says
   */
  @RequiresRole(Role.OPERATOR)
  @Audited
  String powerOff(String host);

  /**
   * Lets a host come up; when its agent answers it is there for what it was before. Blocks until
   * its power switch has answered.
   *
   * @param host the host
   * @return what the power switch says
   */
  @RequiresRole(Role.OPERATOR)
  @Audited
  String powerOn(String host);

  /** Marks a host ACTIVE again; what still waited to leave it stays. */
  @RequiresRole(Role.OPERATOR)
  void activate(String host);
}
