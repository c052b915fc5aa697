// SPDX-License-Identifier: Apache-2.0
/** The wrappers of this host's domains: what they are asked, what they remember, how they move. */
package org.transhume.agent.internal.wrapper;
