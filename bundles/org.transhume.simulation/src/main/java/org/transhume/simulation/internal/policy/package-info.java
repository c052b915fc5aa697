// SPDX-License-Identifier: Apache-2.0
/**
 * Lets the policies that managers run decide on simulated hosts: what they are shown, and what
 * becomes of their proposals.
 */
package org.transhume.simulation.internal.policy;
