// SPDX-License-Identifier: Apache-2.0
package org.transhume.api.model;

/** How far a manager or a policy may go by itself. The lower of the two counts. */
public enum Mode {
  /** Watch only: policies are not asked. */
  OBSERVE,
  /** Policies propose; an operator decides. */
  ADVISE,
  /** Proposals are carried out. */
  AUTOMATIC;

  /** The more cautious of this mode and {@code other}. */
  public Mode atMost(Mode other) {
    return compareTo(other) <= 0 ? this : other;
  }
}
