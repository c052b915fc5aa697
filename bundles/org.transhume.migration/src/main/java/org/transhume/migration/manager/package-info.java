// SPDX-License-Identifier: Apache-2.0
/**
 * The leading manager's half of the migration protocol, as a pure function: {@link
 * org.transhume.migration.manager.ManagerMigration} takes an event and answers with its next state
 * and with commands. It reads no clock, starts no thread and does no input or output; whoever runs
 * it carries out the commands in their order and feeds back what happens.
 */
@Export
@Version("1.0.0")
package org.transhume.migration.manager;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
