// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal;

import org.transhume.api.model.Proposal;

/** Who shows policies to people. Called on the loop. */
interface PolicyListener {

  /** A policy of that name is there for the first time. */
  void appeared(String policy);

  /** Another version serves, or none does; versions are empty for none. */
  void swapped(PolicySlot slot, String version, String previousVersion);

  /** A policy wants something else than before. */
  void proposed(PolicySlot slot, String version, Proposal proposal);
}
