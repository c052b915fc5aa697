// SPDX-License-Identifier: Apache-2.0
package org.transhume.api.mx;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import javax.management.DescriptorKey;

/**
 * Whoever invokes this operation from afar is named to it: the connector puts the name in the
 * caller's certificate into the last parameter, a String, whatever the caller has given there. It
 * reads this from the MBeanInfo, where it is the descriptor field {@value #FIELD}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface NamesCaller {

  /** Name of the descriptor field. */
  String FIELD = "org.transhume.namesCaller";

  /** Whether it is so. */
  @DescriptorKey(FIELD)
  boolean value() default true;
}
