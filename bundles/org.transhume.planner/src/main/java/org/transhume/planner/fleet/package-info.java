// SPDX-License-Identifier: Apache-2.0
/**
 * What policies over the planner have in common: a snapshot as the planner's {@link
 * org.transhume.planner.Cluster}, in which domains want what they are expected to want, its rules
 * as constraints, and plans as what a policy proposes.
 */
@Export
@Version("1.0.0")
package org.transhume.planner.fleet;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
