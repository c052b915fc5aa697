// SPDX-License-Identifier: Apache-2.0
/** Relieves a host above its threshold by the cheapest move. */
package org.transhume.policy.hotspot.internal;
