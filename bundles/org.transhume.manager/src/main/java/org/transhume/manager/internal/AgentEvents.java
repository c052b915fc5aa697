// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal;

import org.transhume.api.mx.DomainEvent;
import org.transhume.api.mx.MigrationEvent;
import org.transhume.api.mx.ProbeEvent;

/**
 * What agents tell by themselves. May be called on any thread and never blocks. Events may be lost
 * or come twice: whoever listens draws no conclusion from silence.
 */
public interface AgentEvents {

  /** An agent was found; it already listens, and its newest sample was read if it had one. */
  void connected(AgentPort agent);

  /** An agent is out of reach; its port answers no more. */
  void lost(AgentPort agent, String detail);

  /** An endpoint cannot be reached, or nothing acceptable answers there. */
  void unreachable(String endpoint, String detail);

  /** Events of this agent were lost; its state was read again. */
  void resynchronised(AgentPort agent);

  /** A probe of that agent crossed a threshold or failed. */
  void probe(AgentPort agent, ProbeEvent event);

  /** That agent's side of a migration reached a phase. */
  void migration(AgentPort agent, MigrationEvent event);

  /** A domain of that agent arrived, left or changed. */
  void domain(AgentPort agent, DomainEvent event);
}
