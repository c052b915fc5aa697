// SPDX-License-Identifier: Apache-2.0
/** LoadControl of 2008: threads that hold a load average. */
package org.transhume.workload.internal.load;
