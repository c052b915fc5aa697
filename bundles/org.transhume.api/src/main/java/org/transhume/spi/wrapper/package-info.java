// SPDX-License-Identifier: Apache-2.0
/**
 * What a wrapper is: it gives the software in a domain a uniform life cycle, attributes and
 * operations, whatever that software is. Wrappers follow their domain: the agent of the host where
 * it runs builds them anew, with the state that they had, and carries out one deed at a time.
 */
@Export
@Version("1.0.0")
package org.transhume.spi.wrapper;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
