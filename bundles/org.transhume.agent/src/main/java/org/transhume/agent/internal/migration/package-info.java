// SPDX-License-Identifier: Apache-2.0
/** Carries out this host's side of migrations: feeds the protocol and obeys its commands. */
package org.transhume.agent.internal.migration;
