// SPDX-License-Identifier: Apache-2.0
/**
 * The JMX contract: MXBean interfaces, the records that cross the wire, object names, notification
 * types and roles. Names are stable, for people script against them. All data are open types, so
 * that JConsole and other clients need none of our classes. At this border, and only here, null in
 * a boxed component or attribute means that the value is unknown.
 */
@Export
@Version("1.0.0")
package org.transhume.api.mx;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
