// SPDX-License-Identifier: Apache-2.0
package org.transhume.api.mx;

/**
 * How often a domain has been moved.
 *
 * @param domainUuid the domain
 * @param domain its name at its last migration
 * @param done how many migrations ended DONE
 * @param failed how many ended otherwise, without those that were refused or cancelled
 * @param lastAtEpochMillis when the last of these was wanted
 */
public record MigrationCount(
    String domainUuid, String domain, long done, long failed, long lastAtEpochMillis) {}
