// SPDX-License-Identifier: Apache-2.0
/**
 * The simulated hosts and machines: what they get of the processors, what that costs, and what was
 * promised and not given. Nothing here decides anything.
 */
package org.transhume.simulation.internal.plant;
