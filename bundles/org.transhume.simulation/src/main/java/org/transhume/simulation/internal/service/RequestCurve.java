// SPDX-License-Identifier: Apache-2.0
package org.transhume.simulation.internal.service;

/** How busy users are through a day. */
@FunctionalInterface
public interface RequestCurve {

  /**
   * Requests a second at that time, were sessions to begin and end at once. They do not: what is
   * really asked for follows this by about the length of a session.
   */
  double perSecond(double seconds);
}
