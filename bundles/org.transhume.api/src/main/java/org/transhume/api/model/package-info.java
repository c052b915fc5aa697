// SPDX-License-Identifier: Apache-2.0
/**
 * What is known of a cluster and what is wanted of it, as immutable values: hosts, domains,
 * migrations, proposals and the reasons for them. Everything here is plain data: policies, planner,
 * manager and agents share it, and all of it may be read without any of our services running.
 */
@Export
@Version("1.0.0")
package org.transhume.api.model;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
