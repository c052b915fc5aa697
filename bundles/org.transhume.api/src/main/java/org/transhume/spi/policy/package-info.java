// SPDX-License-Identifier: Apache-2.0
/**
 * What a policy is: a pure function from a snapshot of the cluster to a proposal. Policies are
 * plug-ins that are installed, replaced and removed while everything runs; their state belongs to
 * the manager and outlives them.
 */
@Export
@Version("1.0.0")
package org.transhume.spi.policy;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
