// SPDX-License-Identifier: Apache-2.0
package org.transhume.simulation.internal.plant;

/** What a machine does: the name it goes by, and what it wants. */
public interface Load {

  /** The machine's name. */
  String name();

  /** The share of its processor that it wants at that time, 0 to 1. */
  double shareAt(double seconds);
}
