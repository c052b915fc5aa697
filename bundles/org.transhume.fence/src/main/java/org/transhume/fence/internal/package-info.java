// SPDX-License-Identifier: Apache-2.0
/** Fences that run a program. */
package org.transhume.fence.internal;
