// SPDX-License-Identifier: Apache-2.0
/** Starts replicas of a service before load is short, and stops surplus ones. */
package org.transhume.policy.replicas.internal;
