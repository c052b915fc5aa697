// SPDX-License-Identifier: Apache-2.0
package org.transhume.planner;

/** What a host may be used for. */
public enum HostState {

  /** Runs domains and takes more. */
  ONLINE,

  /** Runs domains and takes no more. */
  NO_INCOMING,

  /** Runs nothing. */
  OFF
}
