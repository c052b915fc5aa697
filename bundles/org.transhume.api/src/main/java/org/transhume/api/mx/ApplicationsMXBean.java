// SPDX-License-Identifier: Apache-2.0
package org.transhume.api.mx;

import java.util.List;

/**
 * The applications that the leading manager looks after, and the way in for new ones. An
 * application is what a descriptor says; see docs/applications.md.
 */
@RequiresRole(Role.VIEWER)
public interface ApplicationsMXBean {

  /** Names of the applications, sorted. */
  List<String> getNames();

  /**
   * Takes a descriptor on, in the place of an earlier one of the same name. Returns when it is
   * durable; domains are created and software is started from then on, as the beans of the
   * application show. The same descriptor again changes nothing.
   *
   * @param file where it comes from, for what is said about it
   * @param descriptor its text
   * @param by who asks; the connector writes the name of the caller's certificate
   * @return what is wrong with it, and then nothing is changed; or what will be done first
   */
  @RequiresRole(Role.OPERATOR)
  @Audited
  @NamesCaller
  DeploymentReport deploy(String file, String descriptor, String by);

  /**
   * Reads a descriptor as {@link #deploy} would, and changes nothing.
   *
   * @param file where it comes from, for what is said about it
   * @param descriptor its text
   * @return what is wrong with it, or what would be done first
   */
  @RequiresRole(Role.OPERATOR)
  DeploymentReport check(String file, String descriptor);
}
