// SPDX-License-Identifier: Apache-2.0
/** What an agent must not forget: epochs, orders and the steps of hand-overs. */
package org.transhume.agent.internal.journal;
