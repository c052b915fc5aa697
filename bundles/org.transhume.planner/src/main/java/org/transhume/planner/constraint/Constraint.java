// SPDX-License-Identifier: Apache-2.0
package org.transhume.planner.constraint;

/** Something that a placement has to keep. Those who decide tell it from others by its class. */
public sealed interface Constraint
    permits Spread,
        Gather,
        Ban,
        Fence,
        Pin,
        Keep,
        Reserve,
        Overcommit,
        NPlusOne,
        NoIncoming,
        MaxOnline {

  /** Whether it may be broken. */
  Strength strength();

  /** What it demands, in words for an operator. */
  String text();

  /** The kind of place that is a single host, for constraints that speak of places. */
  String HOST = "host";
}
