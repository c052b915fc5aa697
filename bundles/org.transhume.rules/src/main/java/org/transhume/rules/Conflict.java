// SPDX-License-Identifier: Apache-2.0
package org.transhume.rules;

/**
 * Rules that cannot all hold, or one that speaks of what is not there.
 *
 * @param impossible whether the rules contradict themselves, whatever the cluster is like
 * @param text for people
 */
public record Conflict(boolean impossible, String text) {}
