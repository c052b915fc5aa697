// SPDX-License-Identifier: Apache-2.0
package org.transhume.api.mx;

/**
 * What came of a recorded decision that was decided again.
 *
 * @param id under which it is recorded
 * @param policy who decided
 * @param recordedVersion the version that decided then
 * @param version the version that decided now
 * @param same whether both decided the same, to the last byte of its text
 * @param recorded the recorded decision as JSON
 * @param replayed the new one as JSON
 */
public record ReplayReport(
    String id,
    String policy,
    String recordedVersion,
    String version,
    boolean same,
    String recorded,
    String replayed) {}
