// SPDX-License-Identifier: Apache-2.0
package org.transhume.simulation.internal;

import org.osgi.service.component.annotations.ComponentPropertyType;

/** Service property of what the command line calls: {@code transhume.command}. */
@ComponentPropertyType
@interface CommandProperties {

  /** Prefix of every property. */
  String PREFIX_ = "transhume.";

  /** The name of the command that this does the work of. */
  String command();
}
