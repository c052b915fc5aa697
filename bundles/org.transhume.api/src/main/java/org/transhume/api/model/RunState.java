// SPDX-License-Identifier: Apache-2.0
package org.transhume.api.model;

/** Whether a domain is there to run. */
public enum RunState {
  /** It runs, or boots. */
  STARTED,
  /** It is on no host, and can be started from its configuration. */
  STOPPED
}
