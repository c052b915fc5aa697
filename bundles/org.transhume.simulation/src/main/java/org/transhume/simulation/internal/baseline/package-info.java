// SPDX-License-Identifier: Apache-2.0
/**
 * The policies of the literature that ours are compared with, written from their descriptions:
 * Beloglazov and Buyya, "Optimal online deterministic algorithms and adaptive heuristics for energy
 * and performance efficient dynamic consolidation of virtual machines in Cloud data centers",
 * Concurrency and Computation 24 (2012), and from the observed behaviour of CloudSim 3.0.3.
 */
package org.transhume.simulation.internal.baseline;
