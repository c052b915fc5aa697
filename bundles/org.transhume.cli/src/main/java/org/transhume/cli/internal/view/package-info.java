// SPDX-License-Identifier: Apache-2.0
/** Commands that look at a cluster and act on it, with the tables and JSON that they print. */
package org.transhume.cli.internal.view;
