// SPDX-License-Identifier: Apache-2.0
package org.transhume.api.model;

/**
 * State of one copy of a domain, as {@code xl list -v} tells it. Whether it is a copy left or made
 * by a migration is told apart from its state: see {@link CopyKind}.
 */
public enum DomainState {
  /** On a processor, or waiting for work: no flag of pause, shutdown or death. */
  RUNNING,
  /** Stopped by the administrator or by the tool stack; resumes where it stood. */
  PAUSED,
  /** Suspended for a save or a migration; somebody must resume or destroy it. */
  SUSPENDED,
  /** The guest powered itself off. */
  SHUT_DOWN,
  /** The guest asked for a reboot that the tool stack has not carried out yet. */
  REBOOTING,
  /** The guest crashed. */
  CRASHED,
  /** Being destroyed. */
  DYING,
  /** Being built: it has a domid and no name yet. */
  BUILDING;

  /** Whether the guest makes progress in this state. */
  public boolean isRunning() {
    return this == RUNNING;
  }
}
