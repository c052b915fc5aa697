// SPDX-License-Identifier: Apache-2.0
package org.transhume.application.internal.shell;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.transhume.api.model.Epoch;
import org.transhume.api.model.Explanation;
import org.transhume.api.model.Mode;
import org.transhume.api.mx.Creation;
import org.transhume.api.mx.HostSample;
import org.transhume.api.mx.WrapperDeed;
import org.transhume.application.internal.plan.Software;

/**
 * The cluster behind the manager of this container. Every method may block, and fails with an
 * IllegalStateException or IllegalArgumentException that says why.
 */
public interface Cluster {

  /**
   * A manager that leads.
   *
   * @param epoch under which
   * @param startedAtEpochMillis when it began to look at the cluster
   * @param mode how far anything may be done by itself
   * @param suspended why nothing is, in the operator's words; null when nobody has suspended it
   */
  record Leading(Epoch epoch, long startedAtEpochMillis, Mode mode, String suspended) {}

  /** The manager of this container; empty when there is none, or it does not lead. */
  Optional<Leading> leading();

  /** Every host with its domains. */
  List<HostSample> hosts();

  /** Uuids of the domains that are being moved. */
  Set<String> moving();

  /** The rules in force, each with who wanted it. */
  Map<String, String> rules();

  /**
   * The software in a domain; empty when no agent shows that wrapper of it.
   *
   * @throws IllegalStateException when its agent does not answer
   */
  Optional<Software> software(String domain, String wrapper);

  /** Sets a rule. */
  void setRule(String rule, String by);

  /** Removes a rule. */
  void removeRule(String rule, String by);

  /** Has a domain created; an empty host stands for the one with most room. */
  Creation create(String configuration, String host);

  /**
   * Has a domain stopped.
   *
   * @param force whether its guest is not asked
   * @return why it is not stopped; nothing when it is
   */
  List<Explanation> stop(String domain, boolean force);

  /** Configures software under an id. */
  WrapperDeed configure(String domain, String wrapper, String id, Map<String, String> settings);

  /** Starts software under an id. */
  WrapperDeed start(String domain, String wrapper, String id);

  /** Stops software under an id. */
  WrapperDeed stop(String domain, String wrapper, String id);
}
