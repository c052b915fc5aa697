// SPDX-License-Identifier: Apache-2.0
/** Requests in a fixed beat, and how long nothing answered them. */
package org.transhume.workload.internal.ping;
