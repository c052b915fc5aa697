// SPDX-License-Identifier: Apache-2.0
package org.transhume.spi.wrapper;

import org.osgi.service.component.annotations.ComponentPropertyType;

/**
 * Service properties of a {@link WrapperFactory}.
 *
 * @see org.osgi.service.component.annotations.ComponentPropertyType
 */
@ComponentPropertyType
public @interface WrapperProperties {

  /** Prefix of every property. */
  String PREFIX_ = "wrapper.";

  /**
   * Name of its wrappers in object names: letters, digits, dots, underscores and hyphens. Of
   * several factories of one name the one of the highest ranking serves, then the one of the
   * highest bundle version.
   */
  String name();

  /** Names of the domains that it is for; {@code *} stands for any characters. */
  String[] domains();
}
