// SPDX-License-Identifier: Apache-2.0
/** What is looked at on a host before a domain leaves it or arrives at it. */
package org.transhume.agent.internal.preflight;
