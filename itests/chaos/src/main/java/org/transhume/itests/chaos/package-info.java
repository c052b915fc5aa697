// SPDX-License-Identifier: Apache-2.0
/** Whole clusters in virtual time, attacked while they migrate, and judged by the simulator. */
package org.transhume.itests.chaos;
