// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal;

/**
 * What the agents have found out from a moved domain itself; null where nothing is known.
 *
 * @param answeredMillis after how long it answered on the network
 * @param clockBeforeMillis how far its clock was ahead of the source's
 * @param clockAfterMillis how far its clock is ahead of the target's
 */
record GuestFigures(Long answeredMillis, Long clockBeforeMillis, Long clockAfterMillis) {

  static final GuestFigures UNKNOWN = new GuestFigures(null, null, null);
}
