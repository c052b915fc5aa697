// SPDX-License-Identifier: Apache-2.0
/**
 * What a hypervisor does for an agent: looking at one host and its domains, acting on them, and
 * playing either half of a live migration. Implemented by plug-ins; each registers one service per
 * host that it drives. Everything here may block for as long as the hypervisor's tools take, within
 * the bounds that each method states; the agent never calls it from its event loop.
 */
@Export
@Version("1.0.0")
package org.transhume.spi.hypervisor;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
