// SPDX-License-Identifier: Apache-2.0
package org.transhume.campaign.internal;

import java.io.IOException;
import org.transhume.campaign.MissingMeans;
import org.transhume.campaign.Moved;

/** Has a domain moved by somebody, and waits for the end. */
@FunctionalInterface
interface Mover {

  Moved move(String domain) throws IOException, MissingMeans;
}
