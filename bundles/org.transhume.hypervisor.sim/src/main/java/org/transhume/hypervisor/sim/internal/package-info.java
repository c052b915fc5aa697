// SPDX-License-Identifier: Apache-2.0
/** Simulates whole hosts behind the hypervisor SPI. */
package org.transhume.hypervisor.sim.internal;
