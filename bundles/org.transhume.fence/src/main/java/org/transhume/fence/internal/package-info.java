// SPDX-License-Identifier: Apache-2.0
/** Fences and power switches: programs, management controllers, magic packets. */
package org.transhume.fence.internal;
