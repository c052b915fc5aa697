// SPDX-License-Identifier: Apache-2.0
/**
 * How a host is made certain to be off before its domains are booted elsewhere. Plug-ins bring it
 * for whatever switches a machine's power; without one, and without an operator's word, nothing is
 * booted.
 */
@Export
@Version("1.0.0")
package org.transhume.spi.fence;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
