// SPDX-License-Identifier: Apache-2.0
/** The search: a cluster as arrays, one class for each goal, the order of moves. */
package org.transhume.planner.internal;
