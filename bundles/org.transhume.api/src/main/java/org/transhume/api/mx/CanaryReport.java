// SPDX-License-Identifier: Apache-2.0
package org.transhume.api.mx;

import org.transhume.api.model.Proposal;

/**
 * A version of a policy that decides beside the one that serves.
 *
 * @param version of its bundle
 * @param sinceEpochMillis since when it does
 * @param agreeing rounds running in which both wanted the same moves
 * @param differing rounds in which they did not, since it began
 * @param lastProposal what it wanted last; null before the first time
 * @param problem why it does not decide; empty when it does
 */
public record CanaryReport(
    String version,
    long sinceEpochMillis,
    int agreeing,
    int differing,
    Proposal lastProposal,
    String problem) {}
