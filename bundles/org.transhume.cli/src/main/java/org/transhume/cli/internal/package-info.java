// SPDX-License-Identifier: Apache-2.0
/**
 * The {@code transhume} command. Runs outside OSGi, in a process of its own, and prints. Only the
 * command that is asked for is loaded, so that {@code list} answers at once.
 */
package org.transhume.cli.internal;
