// SPDX-License-Identifier: Apache-2.0
/** The policy {@code repair}. */
package org.transhume.policy.repair.internal;
