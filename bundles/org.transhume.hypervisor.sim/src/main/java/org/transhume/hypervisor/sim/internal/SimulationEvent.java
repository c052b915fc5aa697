// SPDX-License-Identifier: Apache-2.0
package org.transhume.hypervisor.sim.internal;

/**
 * Something that happened in a simulation.
 *
 * @param nanos when, on the simulation's timeline
 * @param host where
 * @param domain the name of the copy it happened to
 * @param what what happened, in words that do not change from run to run
 */
public record SimulationEvent(long nanos, String host, String domain, String what) {}
