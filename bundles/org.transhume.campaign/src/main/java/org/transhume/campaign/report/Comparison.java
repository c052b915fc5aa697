// SPDX-License-Identifier: Apache-2.0
package org.transhume.campaign.report;

/**
 * A figure of the report of 2008 beside ours.
 *
 * @param figure what was measured
 * @param unit of both values; empty for a plain number
 * @param in2008 the value of 2008; empty when that report has none
 * @param here the value of this run; empty when it was not measured
 */
public record Comparison(String figure, String unit, String in2008, String here) {}
