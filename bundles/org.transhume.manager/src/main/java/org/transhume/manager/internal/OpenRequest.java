// SPDX-License-Identifier: Apache-2.0
package org.transhume.manager.internal;

/**
 * A migration that was asked for on an agent, and that nobody has turned to.
 *
 * @param id its id
 * @param domainUuid what to move
 * @param domain its name
 * @param source the agent's host
 * @param target where it should be
 * @param reason why, for people
 */
public record OpenRequest(
    String id, String domainUuid, String domain, String source, String target, String reason) {}
