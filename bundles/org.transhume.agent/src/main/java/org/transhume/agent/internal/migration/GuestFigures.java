// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal.migration;

/**
 * What is known of a domain's answers on the network; null where nothing is.
 *
 * @param answeredMillis after how long it answered when it had arrived
 * @param clockBeforeMillis how far its clock was ahead of the source's before it left
 * @param clockAfterMillis how far its clock is ahead of the target's
 */
record GuestFigures(Long answeredMillis, Long clockBeforeMillis, Long clockAfterMillis) {}
