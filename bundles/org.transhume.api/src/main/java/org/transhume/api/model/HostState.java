// SPDX-License-Identifier: Apache-2.0
package org.transhume.api.model;

/** What a host is there for at the moment. */
public enum HostState {
  /** Runs domains and accepts new ones. */
  ACTIVE,
  /** Being emptied: its domains leave, none arrives. */
  DRAINING,
  /** Empty and kept so. */
  MAINTENANCE
}
