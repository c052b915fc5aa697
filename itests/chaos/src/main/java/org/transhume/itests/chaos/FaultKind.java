// SPDX-License-Identifier: Apache-2.0
package org.transhume.itests.chaos;

import java.util.Locale;

/** What a run does to its cluster. */
enum FaultKind {
  /** The agent's process is killed, and started again after a while. */
  AGENT_KILLED,
  /** The manager that leads is killed, and started again after a while. */
  MANAGER_KILLED,
  /** The manager that leads stands still, and goes on after a while as if nothing had been. */
  MANAGER_STOPPED,
  /** One of several managers leads in its own belief alone: the ensemble has elected another. */
  MANAGER_PARTED,
  /** The host loses its power, and comes back after a while with what it starts at boot. */
  HOST_REBOOTED,
  /** Nothing passes between the host and the others, or the managers. */
  HOST_PARTED,
  /** The managers hear nothing from the agent, or the agent nothing from them. */
  LINK_CUT_ONE_WAY,
  /** Messages between managers and agent are lost or come twice. */
  LINK_DISTURBED,
  /** The migration stream breaks at a random byte. */
  STREAM_CUT,
  /** The migration stream stands still for a while. */
  STREAM_STALLED,
  /** A tool is killed, cut off or fails, or the guest does something, right after a step. */
  TOOL_FAILED,
  /** The guest is rebooted or powered off by an operator. */
  GUEST_ASKED,
  /** The host's clock is stepped, and set right after a while. */
  CLOCK_STEPPED,
  /** The manager's or the agent's journal cannot be written. */
  DISK_FULL,
  /** An operator cancels whatever is under way. */
  CANCELLED,
  /** The host loses its power, and stays off until somebody repairs it, or for good. */
  HOST_LOST,
  /** The host does not obey its power switch for a while. */
  FENCE_BROKEN;

  /** Whether it is about the loss of hosts, which only managers with a fence repair. */
  boolean isOfRepairs() {
    return this == HOST_LOST || this == FENCE_BROKEN;
  }

  /** Whether it strikes managers, and with them every migration. */
  boolean isOfManagers() {
    return this == MANAGER_KILLED
        || this == MANAGER_STOPPED
        || this == MANAGER_PARTED
        || this == CANCELLED;
  }

  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
