// SPDX-License-Identifier: Apache-2.0
/** The rules that an agent keeps, so that they hold also while no manager runs. */
package org.transhume.agent.internal.rules;
