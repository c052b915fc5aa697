// SPDX-License-Identifier: Apache-2.0
/** Looks at journals of managers and agents that do not run, and repairs them. */
package org.transhume.cli.internal.journal;
