// SPDX-License-Identifier: Apache-2.0
/** What the manager must not forget: an append-only journal on the local disk. */
package org.transhume.manager.internal.journal;
