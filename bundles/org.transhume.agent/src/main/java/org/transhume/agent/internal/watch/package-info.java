// SPDX-License-Identifier: Apache-2.0
/** Turns looks into loads, and readings into crossed thresholds; isolates probes. */
package org.transhume.agent.internal.watch;
