// SPDX-License-Identifier: Apache-2.0
/**
 * Programs that load a domain and show what a migration does to it. They use nothing but the JDK:
 * {@code java -jar org.transhume.workload.jar PROGRAM ARGUMENTS}.
 */
@Export
@Version("1.0.0")
package org.transhume.workload;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
