// SPDX-License-Identifier: Apache-2.0
/**
 * Containers as processes: agents and managers of an installation, and that of the demonstration.
 */
package org.transhume.cli.internal.instance;
