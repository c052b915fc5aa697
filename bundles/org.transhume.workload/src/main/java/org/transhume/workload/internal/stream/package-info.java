// SPDX-License-Identifier: Apache-2.0
/** One HTTP response without an end, whose chunks show any loss, reset or stall. */
package org.transhume.workload.internal.stream;
