// SPDX-License-Identifier: Apache-2.0
/** Evens out processors and memory of hosts when they differ by more than a bound. */
package org.transhume.policy.balance.internal;
