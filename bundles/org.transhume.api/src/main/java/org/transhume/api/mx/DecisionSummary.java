// SPDX-License-Identifier: Apache-2.0
package org.transhume.api.mx;

import java.util.List;
import org.transhume.api.model.Mode;

/**
 * A recorded decision in a line.
 *
 * @param id under which it is recorded
 * @param atEpochMillis when the cluster was as the policy saw it, by the manager's clock
 * @param policy who decided
 * @param version of the policy
 * @param mode how far the policy could go then
 * @param moves how many the policy wanted, before anything objected
 * @param passed how many of them nothing objected to
 * @param migrations ids of those that were begun
 */
public record DecisionSummary(
    String id,
    long atEpochMillis,
    String policy,
    String version,
    Mode mode,
    int moves,
    int passed,
    List<String> migrations) {}
