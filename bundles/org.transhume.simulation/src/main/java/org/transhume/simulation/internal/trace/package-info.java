// SPDX-License-Identifier: Apache-2.0
/** Recorded load: what it is, and the two formats it is read from. */
package org.transhume.simulation.internal.trace;
