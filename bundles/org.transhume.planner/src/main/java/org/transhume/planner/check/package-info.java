// SPDX-License-Identifier: Apache-2.0
/**
 * Judges placements and plans. It shares no code with the search, and is written to be read, not to
 * be fast: whoever doubts a plan asks here.
 */
@Export
@Version("1.0.0")
package org.transhume.planner.check;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
