// SPDX-License-Identifier: Apache-2.0
package org.transhume.campaign.report;

/**
 * One thing that a test compares.
 *
 * @param subject what is compared, such as {@code the client's connection}
 * @param expected what the test wants, with its unit
 * @param observed what it has got, with its unit
 * @param held whether the observed is what was expected
 */
public record Finding(String subject, String expected, String observed, boolean held) {}
