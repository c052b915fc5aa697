// SPDX-License-Identifier: Apache-2.0
/**
 * The campaign of 2008, run by a program: a {@link org.transhume.campaign.CampaignTest} prepares a
 * {@link org.transhume.campaign.Testbed}, lets domains move, and compares what it expected with
 * what it saw.
 */
@Export
@Version("1.0.0")
package org.transhume.campaign;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
