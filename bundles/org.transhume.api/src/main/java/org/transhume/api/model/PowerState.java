// SPDX-License-Identifier: Apache-2.0
package org.transhume.api.model;

/** Whether a host has power. */
public enum PowerState {
  /** It runs, or could. */
  ON,
  /** It was powered down on purpose and can be powered up again. */
  OFF
}
