// SPDX-License-Identifier: Apache-2.0
/** What people type: the demo, agent, manager and their views. */
package org.transhume.cli.internal;
