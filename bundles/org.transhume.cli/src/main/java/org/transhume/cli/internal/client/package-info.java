// SPDX-License-Identifier: Apache-2.0
/** The connection to a manager or an agent, and the cluster as seen through it. */
package org.transhume.cli.internal.client;
