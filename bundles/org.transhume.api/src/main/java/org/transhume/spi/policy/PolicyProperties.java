// SPDX-License-Identifier: Apache-2.0
package org.transhume.spi.policy;

import org.osgi.service.component.annotations.ComponentPropertyType;

/** Service properties of a {@link Policy}. */
@ComponentPropertyType
public @interface PolicyProperties {

  /** Prefix of every property. */
  String PREFIX_ = "policy.";

  /** The policy's name; see {@link Policy#NAME}. */
  String name();
}
