// SPDX-License-Identifier: Apache-2.0
package org.transhume.api.mx;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import javax.management.DescriptorKey;

/**
 * Which roles may set an attribute; stands on its setter. A field of its own, because JMX merges
 * the descriptors of getter and setter and refuses two values for one field.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface RequiresRoleToWrite {

  /** Name of the descriptor field. */
  String FIELD = "org.transhume.requiresRoleToWrite";

  /** The roles, any of which is enough. */
  @DescriptorKey(FIELD)
  Role[] value();
}
