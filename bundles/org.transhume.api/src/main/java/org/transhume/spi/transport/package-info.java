// SPDX-License-Identifier: Apache-2.0
/**
 * Authenticated connections between agents, managers and people: JMX and migration streams, both
 * over TLS 1.3 with certificates on both sides. Implemented once, by the connector bundle.
 */
@Export
@Version("1.0.0")
package org.transhume.spi.transport;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
