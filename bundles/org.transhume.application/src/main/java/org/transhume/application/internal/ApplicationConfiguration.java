// SPDX-License-Identifier: Apache-2.0
package org.transhume.application.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The configuration {@code org.transhume.application}. */
@ObjectClassDefinition(
    name = "Transhume applications",
    description = "Where what is wanted of applications is kept.")
@interface ApplicationConfiguration {

  @AttributeDefinition(
      description =
          "Folder of what is kept; relative to the container's data folder. Each manager needs one"
              + " of its own, on a local disk.")
  String dataFolder() default "transhume/applications";
}
