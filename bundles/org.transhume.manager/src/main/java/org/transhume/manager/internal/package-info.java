// SPDX-License-Identifier: Apache-2.0
/** Sees all agents, decides by policy and coordinates migrations. */
package org.transhume.manager.internal;
