// SPDX-License-Identifier: Apache-2.0
/**
 * The language in which operators say where domains may be, as pure functions: reading and writing
 * it, what contradicts itself in a set of rules, what the domains' places break, and what a move
 * would break. Managers, agents and policies use the same, so that a rule means one thing.
 */
@Export
@Version("1.0.0")
package org.transhume.rules;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
