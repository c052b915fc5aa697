// SPDX-License-Identifier: Apache-2.0
/** The rules in force: who changed them, what they contradict, and whether agents keep them. */
package org.transhume.manager.internal.rules;
