// SPDX-License-Identifier: Apache-2.0
/** RMIServer, RMIClient and RMIPing of 2008: calls whose argument may be of any size. */
package org.transhume.workload.internal.rmi;
