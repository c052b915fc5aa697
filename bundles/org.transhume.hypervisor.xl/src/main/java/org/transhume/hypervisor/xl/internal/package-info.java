// SPDX-License-Identifier: Apache-2.0
/** Drives Xen through its xl command line. */
package org.transhume.hypervisor.xl.internal;
