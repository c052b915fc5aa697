// SPDX-License-Identifier: Apache-2.0
/** Packs domains on few hosts while load is low, and spreads them before it is short. */
package org.transhume.policy.consolidate.internal;
