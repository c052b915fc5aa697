// SPDX-License-Identifier: Apache-2.0
package org.transhume.api.mx;

import java.util.List;
import java.util.Map;
import org.transhume.spi.wrapper.WrapperHealth;

/**
 * Software in a domain: on an agent, while the domain is on that host; on the manager, wherever it
 * is. Operations block until the software has obeyed, for a bounded time. While the domain moves
 * they wait, for a bounded time too, and are then carried out or refused. Under one id nothing is
 * done twice, on whatever host.
 */
@RequiresRole(Role.VIEWER)
public interface WrapperMXBean {

  /** The wrapper's name. */
  String getName();

  /** The domain's name. */
  String getDomain();

  /** The domain's uuid, the same on every host. */
  String getDomainUuid();

  /** The host that the domain is on. */
  String getHost();

  /** Version of the bundle that wraps; null while no bundle brings this wrapper on that host. */
  String getVersion();

  /** What was last made of the software. */
  WrapperPhase getPhase();

  /** How the software was when it was looked at last. */
  WrapperHealth getHealth();

  /** What that look has shown, for people. */
  String getHealthText();

  /** When that was; null before the first look on this host. */
  Long getHealthAtEpochMillis();

  /** The software's own figures at that look, by name. */
  Map<String, String> getAttributes();

  /** The settings that it was configured with last. */
  Map<String, String> getSettings();

  /** The operations of its own, as {@code name(parameters): what it does}. */
  List<String> getOperations();

  /** What it was asked to do last, the newest at the end. */
  List<WrapperDeed> getDeeds();

  /** Why the last deed failed; null when it did not. */
  String getLastError();

  /** Whether operations wait now, for the domain moves. */
  boolean isMoving();

  /**
   * Makes the software ready to be started.
   *
   * @param id under which this is done once; empty for one that the agent draws
   * @param settings all of them, by name
   * @return how it ended; RUNNING when that took too long to wait for, see outcome
   */
  @RequiresRole({Role.OPERATOR, Role.MANAGER})
  @Audited
  WrapperDeed configure(String id, Map<String, String> settings);

  /**
   * Starts the software.
   *
   * @param id as for configure
   * @return as for configure
   */
  @RequiresRole({Role.OPERATOR, Role.MANAGER})
  @Audited
  WrapperDeed start(String id);

  /**
   * Stops the software.
   *
   * @param id as for configure
   * @return as for configure
   */
  @RequiresRole({Role.OPERATOR, Role.MANAGER})
  @Audited
  WrapperDeed stop(String id);

  /**
   * Carries out one of its own operations.
   *
   * @param id as for configure
   * @param operation its name
   * @param arguments as many as it has parameters
   * @return as for configure
   */
  @RequiresRole({Role.OPERATOR, Role.MANAGER})
  @Audited
  WrapperDeed invoke(String id, String operation, String[] arguments);

  /** Looks how the software is, now, and returns what that has shown. */
  @RequiresRole({Role.OPERATOR, Role.MANAGER})
  String status();

  /**
   * How a deed stands or ended.
   *
   * @param id the deed's
   * @return fails for one that is not, or no longer, known
   */
  @RequiresRole({Role.OPERATOR, Role.MANAGER})
  WrapperDeed outcome(String id);
}
