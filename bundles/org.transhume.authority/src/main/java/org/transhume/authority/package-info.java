// SPDX-License-Identifier: Apache-2.0
/**
 * The certificate authority of a cluster: a folder of files, no server. It makes the identity
 * folders that {@link org.transhume.spi.transport.TransportProvider} reads.
 */
@Export
@Version("1.0.0")
package org.transhume.authority;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
