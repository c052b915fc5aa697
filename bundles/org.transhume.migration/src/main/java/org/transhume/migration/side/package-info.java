// SPDX-License-Identifier: Apache-2.0
/**
 * The two agents' halves of the migration protocol, as pure functions from a state and an event to
 * the next state and commands: no I/O, no clock, no threads. Whoever runs them carries out the
 * commands in their order and brings the results back as events.
 */
@Export
@Version("1.0.0")
package org.transhume.migration.side;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
