// SPDX-License-Identifier: Apache-2.0
/**
 * How hosts are powered up and down when a policy or an operator wants it. Plug-ins bring it for
 * whatever switches a machine's power. It serves to save energy, never safety: for that there is
 * {@link org.transhume.spi.fence.Fence}, which has proof.
 */
@Export
@Version("1.0.0")
package org.transhume.spi.power;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
