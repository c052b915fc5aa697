// SPDX-License-Identifier: Apache-2.0
/**
 * What a placement has to keep. Each constraint is a small record that says what it means; the
 * search compiles it into arrays, and the checker in {@code org.transhume.planner.check} judges it
 * on its own.
 */
@Export
@Version("1.0.0")
package org.transhume.planner.constraint;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
