// SPDX-License-Identifier: Apache-2.0
/** Pages of results that need nothing but themselves: one file, charts and all. */
@Export
@Version("1.0.0")
package org.transhume.page;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
