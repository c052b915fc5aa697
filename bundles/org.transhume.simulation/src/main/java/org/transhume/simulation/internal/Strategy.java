// SPDX-License-Identifier: Apache-2.0
package org.transhume.simulation.internal;

import org.transhume.simulation.internal.plant.Plant;

/** Decides through one day. It may remember what it likes, and changes nothing itself. */
public interface Strategy {

  /** What should be changed in the round that begins now. */
  Wishes decide(Plant plant);
}
