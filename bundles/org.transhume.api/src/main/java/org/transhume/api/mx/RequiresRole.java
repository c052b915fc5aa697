// SPDX-License-Identifier: Apache-2.0
package org.transhume.api.mx;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import javax.management.DescriptorKey;

/**
 * Which roles may invoke an operation, or read an attribute when it stands on the interface or on a
 * getter; any one of them is enough. The connector reads it from the MBeanInfo, where it is the
 * descriptor field {@value #FIELD}. What carries no such field is refused to everybody.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface RequiresRole {

  /** Name of the descriptor field. */
  String FIELD = "org.transhume.requiresRole";

  /** The roles, any of which is enough. */
  @DescriptorKey(FIELD)
  Role[] value();
}
