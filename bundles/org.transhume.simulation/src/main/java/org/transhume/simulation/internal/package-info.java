// SPDX-License-Identifier: Apache-2.0
/** Runs days of recorded load through policies, and tells how they went. */
package org.transhume.simulation.internal;
