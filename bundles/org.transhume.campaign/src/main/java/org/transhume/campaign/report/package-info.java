// SPDX-License-Identifier: Apache-2.0
/**
 * What a run of the campaign has found, and the report of it. The engine makes a {@link
 * org.transhume.campaign.report.CampaignResult}.
 */
@Export
@Version("1.0.0")
package org.transhume.campaign.report;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
