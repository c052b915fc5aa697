// SPDX-License-Identifier: Apache-2.0
/** An arithmetic sequence on a disk, and the gaps in it: t3w and t3r of 2008. */
package org.transhume.workload.internal.sequence;
