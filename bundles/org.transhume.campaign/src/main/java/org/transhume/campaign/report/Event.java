// SPDX-License-Identifier: Apache-2.0
package org.transhume.campaign.report;

/**
 * A moment of a test's course.
 *
 * @param epochMillis when
 * @param text what happened then
 */
public record Event(long epochMillis, String text) {}
