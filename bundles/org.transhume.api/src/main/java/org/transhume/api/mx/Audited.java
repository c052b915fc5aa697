// SPDX-License-Identifier: Apache-2.0
package org.transhume.api.mx;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import javax.management.DescriptorKey;

/**
 * Whoever invokes this operation is named in the log, before anything is done. The connector reads
 * it from the MBeanInfo, where it is the descriptor field {@value #FIELD}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Audited {

  /** Name of the descriptor field. */
  String FIELD = "org.transhume.audited";

  /** Whether it is so. */
  @DescriptorKey(FIELD)
  boolean value() default true;
}
