// SPDX-License-Identifier: Apache-2.0
/** Reads the clock of a machine that serves its time over the network. */
package org.transhume.agent.internal.sntp;
