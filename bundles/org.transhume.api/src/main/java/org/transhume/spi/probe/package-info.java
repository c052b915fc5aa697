// SPDX-License-Identifier: Apache-2.0
/**
 * What a probe is: one kind of measurement of a host and its domains. Probes are plug-ins that come
 * and go while everything runs; the agent schedules them, isolates them and watches their
 * thresholds.
 */
@Export
@Version("1.0.0")
package org.transhume.spi.probe;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
