// SPDX-License-Identifier: Apache-2.0
/**
 * Decisions of policies, recorded with all that they were made by, so that they can be repeated.
 */
package org.transhume.manager.internal.decisions;
