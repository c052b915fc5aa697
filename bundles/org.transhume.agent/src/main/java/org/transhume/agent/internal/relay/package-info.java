// SPDX-License-Identifier: Apache-2.0
/**
 * Carries the bytes of a migration between two agents, reads along, and holds each message of the
 * hand-over until the protocol lets it go on.
 */
package org.transhume.agent.internal.relay;
