// SPDX-License-Identifier: Apache-2.0
/**
 * How several managers agree on one leader, and keep one journal among them. Plug-ins bring it on
 * top of an engine that is made for it; a single manager needs none.
 */
@Export
@Version("1.0.0")
package org.transhume.spi.coordination;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
